package dev.codevar.nn;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.function.BinaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The norm of queries and keys against its formula in float64: y = g·x/n, x̄ = g·(ȳ − u·(u·ȳ))/n, ḡ = Σ u·ȳ, with u = x/n. */
class HeadNormTest {
    private static final double LEAST = 1e-12;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @ParameterizedTest
    @CsvSource({
        "Float, 3, false, 1e-6",
        "Float, 1, false, 1e-6",
        "Float, 3, true, 1e-6",
        "Double, 3, false, 1e-14",
        "Double, 1, false, 1e-14",
        "Double, 3, true, 1e-14"
    })
    void itAndItsGradientsAreTheirFormulas(ScalarType type, int heads, boolean withZeros, double tolerance) {
        requireFormulas(HeadNorm::of, type, type, heads, withZeros, tolerance);
        // As devices compute it.
        requireFormulas(HeadNorm::inOneFlow, type, type, heads, withZeros, tolerance);
    }

    /** Step by step a gradient is rounded four times, by at most 2⁻⁹ each. */
    @ParameterizedTest
    @CsvSource({"3, false", "1, false", "3, true"})
    void inBfloat16TheyAreToItsPrecision(int heads, boolean withZeros) {
        requireFormulas(HeadNorm::of, ScalarType.BFloat16, ScalarType.Float, heads, withZeros, 8e-3);
        requireFormulas(HeadNorm::inOneFlow, ScalarType.BFloat16, ScalarType.Float, heads, withZeros, 8e-3);
    }

    private static void requireFormulas(
            BinaryOperator<Tensor> norm,
            ScalarType type,
            ScalarType lengthType,
            int heads,
            boolean withZeros,
            double tolerance) {
        Scoped.value(() -> {
            torch.manual_seed(3);
            Tensor rows_BlD = torch.randn(5, 70, 2L * heads * 16).to(type);
            if (withZeros) {
                rows_BlD.select(1, 7).zero_();
            }
            rows_BlD.requires_grad_(true);
            Tensor length_1H11 = torch.rand(1, heads, 1, 1)
                    .add(new Scalar(0.5))
                    .to(lengthType)
                    .requires_grad_(true);
            // Partly along the rows, so that the lengths' gradients do not cancel.
            Tensor towards_BHlc = heads(rows_BlD.detach(), heads)
                    .add(torch.randn(5, heads, 70, 16).to(type));

            Tensor y_BHlc = norm.apply(heads(rows_BlD, heads), length_1H11);
            y_BHlc.mul(towards_BHlc).sum().backward();

            Tensor x_BHlc = exact(heads(rows_BlD, heads));
            Tensor norm_BHl1 = sum(x_BHlc.mul(x_BHlc), 3).sqrt().clamp_min(new Scalar(LEAST));
            Tensor unit_BHlc = x_BHlc.div(norm_BHl1);
            Tensor along_BHl1 = sum(unit_BHlc.mul(exact(towards_BHlc)), 3);
            Tensor gradient_BHlc = exact(towards_BHlc)
                    .sub(unit_BHlc.mul(along_BHl1))
                    .mul(exact(length_1H11))
                    .div(norm_BHl1);
            requireClose(y_BHlc, unit_BHlc.mul(exact(length_1H11)), tolerance);
            // A zero's gradient is 10¹² times the others': weighed so that all count.
            requireClose(exact(heads(rows_BlD.grad(), heads)).mul(norm_BHl1), gradient_BHlc.mul(norm_BHl1), tolerance);
            requireClose(length_1H11.grad(), sum(along_BHl1, 0, 2), tolerance);
            return 0;
        });
    }

    /** The heads in the first half of the rows, as attention finds its queries in a part of longer rows. */
    private static Tensor heads(Tensor rows_BlD, int heads) {
        return rows_BlD.narrow(2, 0, heads * 16L).view(5, 70, heads, 16).transpose(1, 2);
    }

    private static Tensor sum(Tensor x, long... over) {
        return x.sum(over, true, new ScalarTypeOptional());
    }
}
