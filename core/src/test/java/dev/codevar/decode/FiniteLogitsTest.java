package dev.codevar.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.decode.token.Row;
import dev.codevar.fault.CodeVarException;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** Logits that are not finite, looked at as on a device: the decode goes on with others, and is refused at its end. */
class FiniteLogitsTest {
    private static final Device CUDA = new Device(true, 0);
    private static final VarConfig CONFIG = new VarConfig(1, 1, 4, 16, 4, false, Pyramid.of(1, 2));

    private static Row row(int label, long seed) {
        return new Row(label, seed, 0, List.of(1.0, 1.0), List.of(0, 0), 0, null);
    }

    @Test
    void onDevicesTheyAreReplacedAndRefusedAtTheEnd() {
        Libtorch.load();
        List<Row> rows = List.of(row(1, 7), row(2, 8), row(3, 9));
        try (VarModel model = new VarModel(
                        new RandomWeights("a model", VarTensors.shapes(CONFIG), 1), CONFIG, Compute.EXACT);
                FiniteLogits sound = new FiniteLogits(CUDA);
                FiniteLogits broken = new FiniteLogits(CUDA)) {
            Scoped.value(() -> {
                Tensor finite_blV = torch.ones(3, 4, 16);
                Tensor given_blV = finite_blV.clone();
                sound.require(given_blV, model, 0, 0, rows);
                assertThatCode(sound::requireAll).doesNotThrowAnyException();
                assertThat(torch.equal(given_blV, finite_blV)).isTrue();

                broken.require(finite_blV.clone(), model, 0, 0, rows);
                fill(given_blV, 1, 2, 5, Double.NaN);
                fill(given_blV, 2, 0, 0, Double.POSITIVE_INFINITY);
                fill(given_blV, 2, 0, 1, Double.NEGATIVE_INFINITY);
                Tensor wanted_blV = finite_blV.clone();
                fill(wanted_blV, 1, 2, 5, 0);
                fill(wanted_blV, 2, 0, 0, 0);
                fill(wanted_blV, 2, 0, 1, 0);
                broken.require(given_blV, model, 1, 1, rows);
                assertThat(torch.equal(given_blV, wanted_blV)).isTrue();
                assertThatThrownBy(broken::requireAll)
                        .isInstanceOf(CodeVarException.class)
                        .hasMessage("model 2 of the plan (depth 1) gives logits that are not finite at scale 1, "
                                + "for the picture of class 2 and seed 8: its weights are broken");
                return 0;
            });
        }
    }

    private static void fill(Tensor x_blV, long b, long l, long v, double value) {
        x_blV.select(0, b).select(0, l).select(0, v).fill_(new Scalar(value));
    }
}
