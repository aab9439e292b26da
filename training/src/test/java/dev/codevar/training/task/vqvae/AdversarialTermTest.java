package dev.codevar.training.task.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Loss;
import dev.codevar.training.Opponent;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is played between a VQ-VAE and a discriminator, against numbers from paper. */
class AdversarialTermTest {

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** A decoder of one weight makes w·h; of squares and of a sum. */
    @Test
    void theWeightBalancesTheGradientsAtTheLastLayer() {
        try (PointerScope scope = new PointerScope()) {
            Tensor w = Tensor.create(new float[] {2}, 1).set_requires_grad(true);
            Tensor h = Tensor.create(new float[] {1, 3}, 2);
            Tensor made = h.mul(w);
            // d/dw of the mean of (w·h − 1)² is the mean of 2·(w·h − 1)·h: (2·1·1 + 2·5·3) / 2 = 16.
            Tensor difference = made.sub(new Scalar(1.0)).square().mean();
            // d/dw of −mean(w·h) is −2.
            Tensor unreal = made.mean().neg();
            assertThat(AdversarialTerm.balance(difference, unreal, w).item_double())
                    .isCloseTo(16 / 2.0001, within(1e-6));
            Tensor careless = made.mean().mul(new Scalar(0.0));
            assertThat(AdversarialTerm.balance(difference, careless, w).item_double())
                    .isEqualTo(1e4);
            Tensor nothing = made.mean().mul(new Scalar(Double.NaN));
            assertThat(AdversarialTerm.balance(difference, nothing, w).item_double())
                    .isNaN();
            difference.add(unreal).backward();
            assertThat(w.grad().item_double()).as("the graph is still there").isCloseTo(14, within(1e-5));
        }
    }

    @Test
    void theHingeIsClosed() {
        try (PointerScope scope = new PointerScope()) {
            // max(0, 1−d): 0, 0.5, 3; max(0, 1+d): 0, 1, 2.5.
            Tensor real = Tensor.create(new float[] {1.5f, 0.5f, -2}, 3);
            Tensor made = Tensor.create(new float[] {-4, 0, 1.5f}, 3);
            assertThat(AdversarialTerm.hinge(real, made).item_double())
                    .isCloseTo(0.5 * (3.5 / 3 + 3.5 / 3), within(1e-6));
        }
    }

    @Test
    void beforeItsStartThereIsNoneAndFromThenOnItIsAdded() {
        try (VqVaeTask plain = AdversarialWorld.task(Terms.NONE);
                VqVaeTask against = AdversarialWorld.task(AdversarialWorld.terms(3))) {
            Scoped.value(() -> {
                Loss before = against.loss(AdversarialWorld.EXAMPLES, AdversarialWorld.moment(2));
                assertThat(before.opponents()).isEmpty();
                assertThat(before.value().item_double()).isEqualTo(value(plain, 2));
                assertThat(before.metrics()).doesNotContainKeys("adversarial", "adaptive weight");

                Loss after = against.loss(AdversarialWorld.EXAMPLES, AdversarialWorld.moment(3));
                Map<String, Double> metrics = after.metrics();
                double added = 0.5
                        * Objects.requireNonNull(metrics.get("adaptive weight"))
                        * Objects.requireNonNull(metrics.get("adversarial"));
                assertThat(added).isNotZero();
                assertThat(after.value().item_double()).isCloseTo(value(plain, 3) + added, within(1e-5));
                assertThat(metrics.get("adversarial"))
                        .isCloseTo(-Objects.requireNonNull(metrics.get("D(made)")), within(1e-6));
                return 0;
            });
        }
    }

    private static double value(VqVaeTask task, int step) {
        return Scoped.value(() -> task.loss(AdversarialWorld.EXAMPLES, AdversarialWorld.moment(step))
                .value()
                .item_double());
    }

    /** Each side's loss moves that side alone. */
    @Test
    void neitherSideMovesTheOther() {
        try (VqVaeTask task = AdversarialWorld.task(AdversarialWorld.terms(0))) {
            Scoped.value(() -> {
                Opponent opponent = task.opponent().orElseThrow();
                Loss loss = task.loss(AdversarialWorld.EXAMPLES, AdversarialWorld.moment(0));
                loss.value().backward();
                assertThat(opponent.parameters().leaves().values())
                        .noneMatch(leaf -> leaf.grad().defined());
                Tensor last = task.parameters().get("decoder.conv_out.weight");
                double before = last.grad().norm().item_double();
                assertThat(before).isPositive();
                loss.opponents().orElseThrow().backward();
                assertThat(last.grad().norm().item_double()).isEqualTo(before);
                assertThat(opponent.parameters().leaves().values())
                        .allMatch(leaf -> leaf.grad().defined());
                return 0;
            });
        }
    }

    /** It is differentiated as it judges: what moves the discriminator shows in the next judgement. */
    @Test
    void whatJudgesIsWhatLearns() {
        try (VqVaeTask task = AdversarialWorld.task(AdversarialWorld.terms(0))) {
            double before = judgement(task);
            Scoped.value(() -> task.opponent()
                    .orElseThrow()
                    .parameters()
                    .get("convolutions.2.bias")
                    .detach()
                    .add_(new Scalar(1.0)));
            assertThat(judgement(task)).isCloseTo(before - 1, within(1e-5));
        }
    }

    private static double judgement(VqVaeTask task) {
        return Scoped.value(
                () -> Objects.requireNonNull(task.loss(AdversarialWorld.EXAMPLES, AdversarialWorld.moment(0))
                        .metrics()
                        .get("adversarial")));
    }

    @Test
    void whatIsNotLegalIsNamed() {
        assertThatThrownBy(() -> new AdversarialTerm(AdversarialWorld.options(0), 5, 1, Compute.EXACT))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("pictures of 5 pixels a side are too small for a discriminator of 1 layers: at least 6 are"
                        + " legal");
        assertThatThrownBy(() -> new AdversarialOptions(0.5, -1, 1e-3, 0.5, 0.9, 8, 1, "none"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("adversarial start -1 is not at least 0");
        assertThatThrownBy(() -> new PerceptualOptions(1, "lpips", "vgg.pth", null, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("perceptual network lpips needs vgg and lins, and no other file");
        assertThatThrownBy(() -> new PerceptualOptions(1, "resnet", null, null, null))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("perceptual network 'resnet' is not one of lpips, classifier");
    }
}
