package dev.codevar.evaluation.inception;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * TensorFlow's first bilinear resizing, which the network's graph begins with: pixels are points at whole numbers, not areas, so
 * that everything shifts a little towards the lower right and the last rows repeat. No later resizing gives the same numbers.
 */
final class GraphResize {

    private GraphResize() {}

    /** {@return pictures (B, c, h, w), float32, as (B, c, side, side)} */
    static Tensor apply(Tensor x_Bchw, int side, Compute compute) {
        // Across first, then down: the order in which TensorFlow rounds.
        return Scoped.result(() -> along(2, along(3, x_Bchw, side, compute), side, compute));
    }

    private static Tensor along(int dim, Tensor x_Bchw, int side, Compute compute) {
        int size = (int) x_Bchw.size(dim);
        if (size == side) {
            return x_Bchw;
        }
        long[] low = new long[side];
        long[] high = new long[side];
        float[] between = new float[side];
        float scale = (float) size / side;
        for (int i = 0; i < side; i++) {
            float source = i * scale;
            // Rounding can lift the last source to the size itself.
            low[i] = Math.min((long) source, size - 1);
            high[i] = Math.min(low[i] + 1, size - 1);
            between[i] = source - low[i];
        }
        Tensor part = compute.place(Tensor.create(between), ScalarType.Float);
        Tensor low_Bchw = x_Bchw.index_select(dim, index(low, compute));
        return x_Bchw.index_select(dim, index(high, compute))
                .sub_(low_Bchw)
                .mul_(dim == 3 ? part : part.view(-1, 1))
                .add_(low_Bchw);
    }

    private static Tensor index(long[] places, Compute compute) {
        return compute.place(Tensor.create(places), ScalarType.Long);
    }
}
