package dev.codevar.verify;

import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** By how much numbers that a network computed may differ from the published ones. */
@FunctionalInterface
interface Allowance {

    /**
     * @param name the golden tensor's name
     * @param expected the published numbers, rows first
     * @param got what was computed
     * @return one comparison, or several
     */
    List<Check> compare(String name, Tensor expected, Tensor got);

    /**
     * @param precision in which the network computed
     * @param tolerance what float32 may differ by
     * @param rounding what 16 or 8 bits may differ by
     * @param axes how many leading axes tell rows apart: a row is a position's logits, or a picture
     */
    static Allowance of(Precision precision, double tolerance, Rounding rounding, int axes) {
        return precision == Precision.FLOAT32
                ? (name, expected, got) -> List.of(TensorComparison.numbers(name, expected, got, tolerance))
                : (name, expected, got) -> rounded(name, expected, got, rounding, axes);
    }

    /** Two comparisons: of each number, and of the root mean square over each row, by which a wrong row is seen. */
    private static List<Check> rounded(String name, Tensor expected, Tensor got, Rounding rounding, int axes) {
        if (expected.numel() == 0 || !TensorComparison.sameShape(expected, got)) {
            return List.of(TensorComparison.numbers(name, expected, got, 0));
        }
        return Scoped.value(() -> {
            Tensor expected_rn = rows(expected, axes);
            Tensor got_rn = rows(got, axes);
            double deviation = deviation(expected_rn);
            Tensor squares_r = got_rn.sub(expected_rn).square().mean(new long[] {1}, false, new ScalarTypeOptional());
            return List.of(
                    TensorComparison.numbers(name, expected, got, rounding.largest(deviation, expected.numel())),
                    TensorComparison.numbers(
                            name + ".rms",
                            torch.zeros_like(squares_r),
                            squares_r.sqrt(),
                            rounding.rootMeanSquare(deviation)));
        });
    }

    /** {@return the standard deviation within rows, of all rows together} */
    private static double deviation(Tensor x_rn) {
        return Math.sqrt(x_rn.var(new long[] {1}, false, false).mean().item_double());
    }

    private static Tensor rows(Tensor x, int axes) {
        return x.to(ScalarType.Double).flatten(axes, -1).flatten(0, axes - 1);
    }
}
