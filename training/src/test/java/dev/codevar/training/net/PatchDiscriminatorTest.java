package dev.codevar.training.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.Gradients;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.PatchDiscriminator.Shape;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PatchDiscriminatorTest {

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static void with(Shape shape, Consumer<PatchDiscriminator> body) {
        try (PointerScope scope = new PointerScope();
                Parameters parameters = Parameters.of(new RandomWeights("a test", shape.shapes(), 1), Device.CPU)) {
            body.accept(new PatchDiscriminator(shape, parameters.leaves()));
        }
    }

    private static Tensor pictures(int count, int side) {
        return Gradients.random(7, count, 3, side, side).to(ScalarType.Float);
    }

    /** How wide a patch is by pix2pix's own account, and how many there are. */
    @ParameterizedTest
    @CsvSource({"1, 128, 62, 16", "2, 128, 30, 34", "3, 256, 30, 70"})
    void aPatchIsAsWideAsPublished(int layers, int side, int patches, int wide) {
        with(new Shape(8, layers, PatchNorm.NONE), discriminator -> {
            Tensor x_B3hw = pictures(1, side).set_requires_grad(true);
            Tensor logits_B1hw = discriminator.logits(x_B3hw);
            assertThat(logits_B1hw.sizes().vec().get()).containsExactly(1, 1, patches, patches);
            logits_B1hw.select(2, patches / 2).select(2, patches / 2).sum().backward();
            Tensor reached_hw = x_B3hw.grad().ne(new Scalar(0)).select(0, 0).any(0);
            assertThat(reached_hw.any(0).sum().item_long()).isEqualTo(wide);
            assertThat(reached_hw.any(1).sum().item_long()).isEqualTo(wide);
        });
    }

    /** Of the network that CycleGAN's code prints as having 2.765 million, which has biases instead of norms' parameters. */
    @Test
    void itHasAsManyParametersAsPublished() {
        long count = new Shape(64, 3, PatchNorm.NONE)
                .shapes().values().stream()
                        .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                        .sum();
        assertThat(count).isEqualTo(2_764_737);
    }

    @ParameterizedTest
    @EnumSource(PatchNorm.class)
    void onlyTheBatchsNormLooksAtOtherPictures(PatchNorm norm) {
        with(new Shape(8, 2, norm), discriminator -> {
            Tensor two_B3hw = pictures(2, 16);
            Tensor together = discriminator.logits(two_B3hw).select(0, 0);
            Tensor alone = discriminator.logits(two_B3hw.narrow(0, 0, 1)).select(0, 0);
            double apart = together.sub(alone).abs().max().item_double();
            if (norm == PatchNorm.BATCH) {
                assertThat(apart).isGreaterThan(1e-2);
            } else {
                assertThat(apart).isLessThan(1e-5);
            }
        });
    }

    /** Whatever is added to or multiplied with what a norm is given, it gives the same. */
    @ParameterizedTest
    @EnumSource(names = {"GROUP", "BATCH"})
    void aNormTakesTheScaleAway(PatchNorm norm) {
        Shape shape = new Shape(8, 2, norm);
        with(shape, discriminator -> {
            Tensor before = discriminator.logits(pictures(2, 16));
            Objects.requireNonNull(discriminator.tensors().get("convolutions.1.weight"))
                    .detach()
                    .mul_(new Scalar(100.0));
            assertThat(discriminator
                            .logits(pictures(2, 16))
                            .sub(before)
                            .abs()
                            .max()
                            .item_double())
                    .isLessThan(1e-2);
        });
    }

    @Test
    void theSmallestPictureIsOnePatch() {
        Shape shape = new Shape(8, 2, PatchNorm.GROUP);
        assertThat(shape.smallestSide()).isEqualTo(12);
        with(
                shape,
                discriminator -> assertThat(discriminator
                                .logits(pictures(1, 12))
                                .sizes()
                                .vec()
                                .get())
                        .containsExactly(1, 1, 1, 1));
        with(
                shape,
                discriminator -> assertThatThrownBy(() -> discriminator.logits(pictures(1, 11)))
                        .isInstanceOf(RuntimeException.class));
    }

    @Test
    void whatIsNotLegalIsNamed() {
        assertThatThrownBy(() -> new Shape(12, 3, PatchNorm.GROUP))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("discriminator width 12 is not a multiple of 8");
        assertThatThrownBy(() -> new Shape(64, 0, PatchNorm.GROUP))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("discriminator layers 0 is not between 1 and 6");
        assertThatThrownBy(() -> PatchNorm.named("layer"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("norm 'layer' is not one of group, batch, none");
    }
}
