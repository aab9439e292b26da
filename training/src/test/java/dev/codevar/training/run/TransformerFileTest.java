package dev.codevar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.model.VarTensors;
import dev.codevar.models.Conversion;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Parameters;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformerFileTest {
    private static final double HALF_A_STEP = 0.5 / 63;

    @Test
    void whatIsInEightBitsIsLearntFrom(@TempDir Path folder) {
        Libtorch.load();
        assumeTrue(EightBitProduct.offered());
        Path models = Path.of("..", "models", "fashion32");
        Path made = folder.resolve("made");
        new Conversion(
                        models.resolve("vae.safetensors"),
                        Map.of("small", models.resolve("small.safetensors")),
                        Optional.empty(),
                        "tiny",
                        "",
                        Precision.INT8)
                .run(made, Conversion.Listener.NONE);
        TransformerFile given = TransformerFile.of(TinyRuns.FASHION32, "small", Set.of());
        TransformerFile rounded = TransformerFile.of(ModelSet.open(made), "small", Set.of());
        try (Parameters wanted = given.parameters(Device.CPU);
                Parameters got = rounded.parameters(Device.CPU)) {
            assertThat(got.leaves().keySet()).isEqualTo(wanted.leaves().keySet());
            wanted.leaves().forEach((name, tensor) -> {
                double most = VarTensors.isLarge(name) ? HALF_A_STEP : 0;
                double largest = Scoped.value(() -> tensor.abs().max().item_double());
                assertThat(Scoped.<Double>value(
                                () -> got.get(name).sub(tensor).abs().max().item_double()))
                        .as(name)
                        .isLessThanOrEqualTo(largest * most * (1 + 1e-5));
            });
        }
    }
}
