package dev.codevar.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Losses of tokens against their formulas, in Java's own arithmetic. */
class TokenLossTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3);
    private static final int PICTURES = 2;
    private static final int L = 14;
    private static final int V = 5;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    private static Tensor logits(long seed) {
        return Gradients.random(seed, PICTURES, L, V);
    }

    /** Probabilities of every token: (B·L) rows of V. */
    private static double[][] probabilities(Tensor logits_BLV) {
        double[] values = new double[PICTURES * L * V];
        logits_BLV.detach().contiguous().data_ptr_double().get(values);
        double[][] rows = new double[PICTURES * L][V];
        for (int r = 0; r < rows.length; r++) {
            double sum = 0;
            for (int v = 0; v < V; v++) {
                rows[r][v] = Math.exp(values[r * V + v]);
                sum += rows[r][v];
            }
            for (int v = 0; v < V; v++) {
                rows[r][v] /= sum;
            }
        }
        return rows;
    }

    @Test
    void crossEntropyIsMinusTheLogarithmOfTheTruth() {
        Scoped.value(() -> {
            Tensor logits_BLV = logits(1);
            Tensor ids_BL = Gradients.ids(2, V, PICTURES, L);
            double[][] p = probabilities(logits_BLV);
            double[] loss = new double[L];
            for (int b = 0; b < PICTURES; b++) {
                for (int l = 0; l < L; l++) {
                    int id = (int) ids_BL.select(0, b).select(0, l).item_long();
                    loss[l] -= Math.log(p[b * L + l][id]) / PICTURES;
                }
            }
            TokenLoss got = TokenLoss.crossEntropy(logits_BLV, ids_BL, PYRAMID);
            assertThat(got.mean().item_double()).isCloseTo(mean(loss, 0, 14), within(1e-12));
            assertThat(got.mean(new ScaleRange(0, 2)).item_double()).isCloseTo(mean(loss, 0, 5), within(1e-12));
            assertThat(got.mean(new ScaleRange(2, 3)).item_double()).isCloseTo(mean(loss, 5, 14), within(1e-12));
            assertThat(got.perScale()).hasSize(3);
            assertThat(got.perScale().get(1).item_double()).isCloseTo(mean(loss, 1, 5), within(1e-12));
            TokenLoss prefix = TokenLoss.crossEntropy(logits_BLV.narrow(1, 0, 5), ids_BL, PYRAMID);
            assertThat(prefix.mean().item_double()).isCloseTo(mean(loss, 0, 5), within(1e-12));
            assertThat(numbers(prefix)).isEqualTo(numbers(got).subList(0, 2));
            return 0;
        });
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }

    @Test
    void divergenceIsTheTeachersMeanOfTheLogarithmOfTheRatio() {
        Scoped.value(() -> {
            Tensor teacher_BLV = logits(3);
            Tensor student_BLV = logits(4);
            double[][] p = probabilities(teacher_BLV);
            double[][] q = probabilities(student_BLV);
            double[] divergence = new double[L];
            for (int r = 0; r < PICTURES * L; r++) {
                for (int v = 0; v < V; v++) {
                    divergence[r % L] += p[r][v] * Math.log(p[r][v] / q[r][v]) / PICTURES;
                }
            }
            TokenLoss got = Distillation.divergence(teacher_BLV, student_BLV, PYRAMID);
            assertThat(got.mean().item_double()).isCloseTo(mean(divergence, 0, 14), within(1e-12));
            double weighted = (0.3 * 5 * mean(divergence, 0, 5) + 9 * mean(divergence, 5, 14)) / 14;
            assertThat(Distillation.loss(got, 2, 0.3).item_double()).isCloseTo(weighted, within(1e-12));
            assertThat(Distillation.loss(got, 1, 1).item_double()).isCloseTo(mean(divergence, 0, 14), within(1e-12));
            return 0;
        });
    }

    @Test
    void gradientsReachTheStudentAloneAndAreTheFormulas() {
        Scoped.value(() -> {
            Tensor teacher_BLV = logits(5).set_requires_grad(true);
            Tensor student_BLV = logits(6).set_requires_grad(true);
            Supplier<Tensor> loss =
                    () -> Distillation.loss(Distillation.divergence(teacher_BLV, student_BLV, PYRAMID), 2, 0.25);
            loss.get().backward();
            assertThat(teacher_BLV.grad().defined()).isFalse();
            // The gradient of KL(p ‖ q) by the student's logits is q − p.
            double[][] p = probabilities(teacher_BLV);
            double[][] q = probabilities(student_BLV);
            double[] gradient = new double[PICTURES * L * V];
            student_BLV.grad().contiguous().data_ptr_double().get(gradient);
            for (int r = 0; r < PICTURES * L; r++) {
                double weight = (r % L < 5 ? 0.25 : 1) / (PICTURES * L);
                for (int v = 0; v < V; v++) {
                    assertThat(gradient[r * V + v]).isCloseTo(weight * (q[r][v] - p[r][v]), within(1e-14));
                }
            }
            return 0;
        });
    }

    @Test
    void impossibleWeightsAndScalesAreNamed() {
        Scoped.value(() -> {
            TokenLoss divergence = Distillation.divergence(logits(1), logits(2), PYRAMID);
            for (int drafted : List.of(0, 3)) {
                assertThatThrownBy(() -> Distillation.loss(divergence, drafted, 0.5))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining(drafted + " is not between 1 and 2");
            }
            for (double weight : List.of(-0.1, 1.1, Double.NaN)) {
                assertThatThrownBy(() -> Distillation.loss(divergence, 1, weight))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageContaining("weight " + weight);
            }
            return 0;
        });
    }

    private static List<Double> numbers(TokenLoss loss) {
        return loss.perScale().stream().map(Tensor::item_double).toList();
    }
}
