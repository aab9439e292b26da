package dev.codevar.nn.dnnl;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Rows and weights that 8 bits hold without rounding, so that a product is known exactly: whole numbers times powers of two. */
final class WholeNumbers {
    private WholeNumbers() {}

    /**
     * @param least the least whole number
     * @param most the largest, which every row has
     * @return (rows, columns), float32, each row of its own magnitude
     */
    static Tensor rows(long rows, long columns, long least, long most) {
        Tensor x = torch.randint(least, most + 1, new long[] {rows, columns}, new TensorOptions(ScalarType.Float));
        x.select(1, columns / 2).fill_(new Scalar((double) most));
        return x.mul_(magnitudes(rows));
    }

    /** {@return as {@link #rows}, of the two outermost numbers alone: sums as large as there are} */
    static Tensor extremes(long rows, long columns, long least, long most) {
        Tensor x = torch.randint(0, 2, new long[] {rows, columns}, new TensorOptions(ScalarType.Float))
                .mul_(new Scalar((double) (most - least)))
                .add_(new Scalar((double) least));
        // The first rows have one of the two throughout.
        x.select(0, 0).fill_(new Scalar((double) most));
        if (rows > 1 && least < 0) {
            x.select(0, 1).fill_(new Scalar((double) least));
        }
        return x.mul_(magnitudes(rows));
    }

    private static Tensor magnitudes(long rows) {
        return torch.randint(-9, 4, new long[] {rows, 1}, new TensorOptions(ScalarType.Float))
                .exp2_();
    }

    /** {@return the largest error of a number of a product, relative to what it were if all of the row were as large as its largest} */
    static double error(Tensor got_ro, Tensor wanted_ro, Tensor x_rI, Tensor weight_oI) {
        long[] columns = {1};
        Tensor largest_r1 = x_rI.abs().amax(columns, true).to(ScalarType.Double);
        Tensor weights_1o = weight_oI.abs().to(ScalarType.Double).sum(1).unsqueeze(0);
        return got_ro.to(ScalarType.Double)
                .sub(wanted_ro)
                .abs()
                .div(largest_r1.mul(weights_1o))
                .max()
                .item_double();
    }
}
