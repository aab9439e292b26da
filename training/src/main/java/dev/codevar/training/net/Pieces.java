package dev.codevar.training.net;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A tensor in pieces, whose gradients come together in one copy. Lazy tensors ({@link dev.codevar.tensor.Device#STAND_IN}) come out of such
 * an operator on the processor, and are cut piece by piece.
 */
final class Pieces {
    private Pieces() {}

    /** {@return pieces of these sizes along {@code dimension}, which they fill} */
    static TensorVector of(Tensor x, int dimension, long... sizes) {
        if (x.is_cpu() || x.is_cuda()) {
            return torch.split_with_sizes(x, sizes, dimension);
        }
        TensorVector pieces = new TensorVector();
        long from = 0;
        for (long size : sizes) {
            pieces.push_back(x.narrow(dimension, from, size));
            from += size;
        }
        return pieces;
    }

    /** {@return every one along {@code dimension}, without it} */
    static TensorVector each(Tensor x, int dimension) {
        if (x.is_cpu() || x.is_cuda()) {
            return torch.unbind(x, dimension);
        }
        TensorVector each = new TensorVector();
        for (long i = 0; i < x.size(dimension); i++) {
            each.push_back(x.select(dimension, i));
        }
        return each;
    }
}
