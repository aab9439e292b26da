package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.nn.HeadAttention;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kernels that are wrong in the ways that kernels were wrong must be found. */
class CheckerTest {
    private static final long ROWS = 3;
    private static final long HEADS = 4;

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(9);
    }

    @Test
    void aRightKernelHolds() {
        Checked checked = attention(UnaryOperator.identity());
        assertThat(checked.holds()).isTrue();
        assertThat(checked.error()).isLessThan(1e-6);
        assertThat(checked.flopsPerSecond()).isPositive();
        assertThat(checked.ownBits()).isTrue();
        assertThat(checked.threadsBits()).isTrue();
    }

    @Test
    void twoHeadsExchangedAreFound() {
        Checked checked = attention(attended_rlHc -> exchanged(attended_rlHc, 2));
        assertThat(checked.right()).isFalse();
        assertThat(checked.holds()).isFalse();
        // Each row by itself is as wrong.
        assertThat(checked.ownBits()).isTrue();
    }

    @Test
    void twoRowsExchangedAreFound() {
        Checked checked =
                attention(attended_rlHc -> attended_rlHc.size(0) == 1 ? attended_rlHc : exchanged(attended_rlHc, 0));
        assertThat(checked.right()).isFalse();
        assertThat(checked.ownBits()).isFalse();
        assertThat(checked.threadsBits()).isTrue();
    }

    /** A last bit is no error, and a promise broken all the same. */
    @Test
    void bitsThatFollowTheOtherRowsAreFound() {
        Checked checked = attention(attended_rlHc -> nudged(attended_rlHc, attended_rlHc.size(0)));
        assertThat(checked.right()).isTrue();
        assertThat(checked.ownBits()).isFalse();
        assertThat(checked.holds()).isFalse();
    }

    @Test
    void bitsThatFollowThreadsAreFound() {
        Checked checked = attention(attended_rlHc -> nudged(attended_rlHc, Libtorch.threads()));
        assertThat(checked.right()).isTrue();
        assertThat(checked.threadsBits()).isFalse();
        assertThat(checked.holds()).isFalse();
    }

    @Test
    void whatIsNotFiniteIsWrong() {
        Checked checked = attention(attended_rlHc -> attended_rlHc.mul(new Scalar(Double.NaN)));
        assertThat(checked.error()).isNull();
        assertThat(checked.holds()).isFalse();
    }

    @Test
    void aCheckIsNamedBeforeItBegins() {
        List<Message> said = new ArrayList<>();
        Supplier<Tensor> one = () -> torch.ones(1, 1);
        new Checker(Device.CPU, said::add)
                .check(new Trial(
                        "ones",
                        Precision.BFLOAT16,
                        new Kernel("", ""),
                        0,
                        1,
                        (first, count) -> one.get(),
                        UnaryOperator.identity(),
                        one));
        assertThat(said).hasSize(2);
        assertThat(said.get(0).begin()).isEqualTo("checking ones in bfloat16");
        assertThat(Message.parse(said.get(1).line())).isEqualTo(said.get(1));
    }

    private static Tensor exchanged(Tensor x, long dimension) {
        Tensor first = x.narrow(dimension, 0, 1);
        Tensor second = x.narrow(dimension, 1, 1);
        long rest = x.size(dimension) - 2;
        return torch.cat(new TensorVector(second, first, x.narrow(dimension, 2, rest)), dimension);
    }

    private static Tensor nudged(Tensor x, long by) {
        return x.mul(new Scalar(1 + by * 0x1p-23));
    }

    /** The attention that computes here, with something done to its result. */
    private static Checked attention(UnaryOperator<Tensor> fault) {
        return Scoped.inference(() -> {
            Tensor q_rHlc = torch.randn(ROWS, HEADS, 5, 64);
            Tensor k_rHec = torch.randn(ROWS, HEADS, 9, 64).mul(new Scalar(0.1));
            Tensor v_rHec = torch.randn(ROWS, HEADS, 9, 64);
            List<Message> said = new ArrayList<>();
            try (HeadAttention attention = HeadAttention.of(Compute.EXACT)) {
                Trial.Computation computation = (first, count) -> fault.apply(attention.apply(
                        q_rHlc.narrow(0, first, count),
                        k_rHec.narrow(0, first, count),
                        v_rHec.narrow(0, first, count)));
                new Checker(Device.CPU, said::add)
                        .check(new Trial(
                                "attention",
                                Precision.FLOAT32,
                                attention.kernel(HEADS, 5, 9),
                                1,
                                ROWS,
                                computation,
                                UnaryOperator.identity(),
                                () -> formula(q_rHlc, k_rHec, v_rHec)));
            }
            Checked checked = said.get(1).checked();
            assertThat(checked).isNotNull();
            return checked;
        });
    }

    /** All heads at once, other than the product's own. */
    private static Tensor formula(Tensor q_rHlc, Tensor k_rHec, Tensor v_rHec) {
        Tensor score_rHle =
                q_rHlc.to(ScalarType.Double).matmul(k_rHec.to(ScalarType.Double).transpose(2, 3));
        Tensor attended_rHlc = torch.softmax(score_rHle, 3).matmul(v_rHec.to(ScalarType.Double));
        Tensor attended_rlHc = attended_rHlc.transpose(1, 2).contiguous();
        assertThat(AttentionTrials.formula(q_rHlc, k_rHec, v_rHec)
                        .sub(attended_rlHc)
                        .norm()
                        .item_double())
                .isLessThan(1e-12);
        return attended_rlHc;
    }
}
