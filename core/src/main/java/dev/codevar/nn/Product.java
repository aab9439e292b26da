package dev.codevar.nn;

import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** x·Wᵀ + b with one weight. */
interface Product {
    /**
     * @param x_rI rows (..., in)
     * @param withGelu whether GELU in its tanh form is applied to the result
     * @return (..., out)
     */
    Tensor apply(Tensor x_rI, boolean withGelu);

    /**
     * {@return the same by a kernel that gives few rows other bits than many: it is never given fewer than so many}
     *
     * @param fewest as many rows and more get the same bits
     */
    default Product inCompany(long fewest) {
        return (x_rI, withGelu) -> {
            long in = x_rI.size(-1);
            long rows = x_rI.numel() / in;
            if (rows >= fewest) {
                return apply(x_rI, withGelu);
            }
            return Scoped.result(() -> {
                long[] sizes = x_rI.sizes().vec().get();
                Tensor given_rI = x_rI.reshape(-1, in);
                Tensor company_rI = torch.constant_pad_nd(given_rI, new long[] {0, 0, 0, fewest - rows}, new Scalar(0));
                Tensor y_rO = apply(company_rI, withGelu);
                sizes[sizes.length - 1] = y_rO.size(1);
                return y_rO.narrow(0, 0, rows).view(sizes);
            });
        };
    }
}
