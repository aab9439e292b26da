package dev.codevar.verify;

import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How two tensors are compared. */
final class TensorComparison {

    private TensorComparison() {}

    static Check numbers(String name, Tensor expected, Tensor got, double tolerance) {
        return ifSameShape(name, expected, got, tolerance, () -> {
            if (expected.numel() == 0) {
                return new Check(name, 0, 0, 0, tolerance, true, "nothing left to compare");
            }
            Tensor difference = got.to(ScalarType.Double)
                    .sub(expected.to(ScalarType.Double))
                    .abs();
            // Written so that a NaN counts as outside.
            long outside = difference.numel()
                    - difference.le(new Scalar(tolerance)).sum().item_long();
            double largest = difference.max().item_double();
            return new Check(name, difference.numel(), outside, largest, tolerance, outside == 0, "");
        });
    }

    static Check ids(String name, Tensor expected, Tensor got) {
        return ifSameShape(name, expected, got, 0, () -> {
            long differing = got.to(ScalarType.Long)
                    .ne(expected.to(ScalarType.Long))
                    .sum()
                    .item_long();
            return new Check(name, expected.numel(), differing, 0, 0, differing == 0, "");
        });
    }

    private static Check ifSameShape(
            String name, Tensor expected, Tensor got, double tolerance, Supplier<Check> compare) {
        if (!sameShape(expected, got)) {
            String note = "expected shape " + shape(expected) + ", got " + shape(got);
            return new Check(name, expected.numel(), expected.numel(), Double.NaN, tolerance, false, note);
        }
        return Scoped.value(compare);
    }

    static boolean sameShape(Tensor a, Tensor b) {
        return shape(a).equals(shape(b));
    }

    private static String shape(Tensor tensor) {
        return Arrays.toString(tensor.sizes().vec().get());
    }
}
