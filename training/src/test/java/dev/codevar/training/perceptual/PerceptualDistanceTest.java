package dev.codevar.training.perceptual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.NativeObjects;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Gradients;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LPIPS on VGG16's layout, against its formulas and differences. */
class PerceptualDistanceTest {
    private static final int SIDE = 16;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static Tensor pictures(long seed, int count) {
        return Gradients.random(seed, count, 3, SIDE, SIDE).to(ScalarType.Float);
    }

    private static double[] values(Tensor pictures_B3hw, int which) {
        double[] values = new double[3 * SIDE * SIDE];
        pictures_B3hw
                .select(0, which)
                .to(ScalarType.Double)
                .contiguous()
                .data_ptr_double()
                .get(values);
        return values;
    }

    @Test
    void itIsWhatTheFormulasSay() {
        try (PointerScope scope = new PointerScope();
                PerceptualDistance distance = ThinVgg.distance(folder)) {
            Tensor made_B3hw = pictures(1, 2);
            Tensor real_B3hw = pictures(2, 2);
            double expected = 0;
            for (int i = 0; i < 2; i++) {
                expected += PlainLpips.between(values(made_B3hw, i), values(real_B3hw, i), SIDE) / 2;
            }
            assertThat(Math.abs(expected)).as("there is something to compare").isGreaterThan(1e-3);
            assertThat(distance.between(made_B3hw, real_B3hw).item_double()).isCloseTo(expected, within(1e-5));
            assertThat(distance.between(real_B3hw, real_B3hw).item_double()).isZero();
        }
    }

    @Test
    void itsGradientIsADifferenceAndGoesToWhatWasMadeAlone() {
        try (PointerScope scope = new PointerScope();
                PerceptualDistance distance = ThinVgg.distance(folder)) {
            Tensor made_B3hw = pictures(1, 1).set_requires_grad(true);
            Tensor real_B3hw = pictures(2, 1).set_requires_grad(true);
            Gradients.checkOne("made", made_B3hw, () -> distance.between(made_B3hw, real_B3hw), 3e-3, 2e-2);
            assertThat(made_B3hw.grad().norm().item_double()).isGreaterThan(1e-3);
            assertThat(real_B3hw.grad().defined()).isFalse();
        }
    }

    /** Where no channel is above 0 a vector has no direction, and the root of its square no slope. */
    @Test
    void whereNothingIsSeenThereIsNoDistanceAndNoGradient() {
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> blind = new HashMap<>();
            ThinVgg.VGG
                    .tensors()
                    .forEach((name, info) -> blind.put(
                            name, ThinVgg.VGG.load(name, ScalarType.Float).zero_()));
            Path vgg = folder.resolve("blind.safetensors");
            Safetensors.write(vgg, blind, Map.of());
            Path lins = ThinVgg.write(folder, "lins", ThinVgg.LINS);
            try (PerceptualDistance distance = PerceptualDistance.lpips(vgg, lins, SIDE, Device.CPU)) {
                Tensor made_B3hw = pictures(1, 1).set_requires_grad(true);
                Tensor value = distance.between(made_B3hw, pictures(2, 1));
                value.backward();
                assertThat(value.item_double()).isZero();
                assertThat(made_B3hw.grad().abs().max().item_double()).isZero();
            }
        }
    }

    @Test
    void whatIsNoSuchFileIsNamed() {
        Path vgg = ThinVgg.write(folder, "vgg", ThinVgg.VGG);
        Path lins = ThinVgg.write(folder, "lins", ThinVgg.LINS);
        Path none = folder.resolve("none.pth");
        assertThatThrownBy(() -> PerceptualDistance.lpips(none, lins, SIDE, Device.CPU))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(none.toString())
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> PerceptualDistance.lpips(lins, lins, SIDE, Device.CPU))
                .isInstanceOf(CodeVarException.class)
                .hasMessage(lins + " is no VGG16: it has no kernels features.0.weight");
        assertThatThrownBy(() -> PerceptualDistance.lpips(vgg, vgg, SIDE, Device.CPU))
                .isInstanceOf(CodeVarException.class)
                .hasMessage(vgg + ": tensor 'lin0.model.1.weight' is missing (expected shape [1, 3, 1, 1])");
        assertThatThrownBy(() -> PerceptualDistance.lpips(vgg, lins, 15, Device.CPU))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("pictures of 15 pixels a side are too small for LPIPS: at least 16 are legal");
    }

    @Test
    void itLeaksNothing() {
        Path own = folder;
        long before = NativeObjects.settled();
        try (PerceptualDistance distance = ThinVgg.distance(own)) {
            long open = Pointer.totalCount();
            Scoped.value(() -> {
                distance.between(pictures(1, 1), pictures(2, 1));
                return 0;
            });
            assertThat(Pointer.totalCount()).isEqualTo(open);
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }
}
