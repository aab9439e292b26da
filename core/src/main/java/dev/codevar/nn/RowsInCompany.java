package dev.codevar.nn;

import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A product whose kernel gives few rows other bits than many: it is never given fewer than so many. */
final class RowsInCompany implements Product {
    private final Product product;
    private final long fewest;

    /**
     * @param product by a kernel that gives as many rows and more the same bits
     * @param fewest how many
     */
    RowsInCompany(Product product, long fewest) {
        this.product = product;
        this.fewest = fewest;
    }

    @Override
    public Tensor apply(Tensor x_rI, boolean withGelu) {
        long in = x_rI.size(-1);
        long rows = x_rI.numel() / in;
        if (rows >= fewest) {
            return product.apply(x_rI, withGelu);
        }
        return Scoped.result(() -> {
            long[] sizes = x_rI.sizes().vec().get();
            Tensor given_rI = x_rI.reshape(-1, in);
            Tensor company_rI = torch.constant_pad_nd(given_rI, new long[] {0, 0, 0, fewest - rows}, new Scalar(0));
            Tensor y_rO = product.apply(company_rI, withGelu);
            sizes[sizes.length - 1] = y_rO.size(1);
            return y_rO.narrow(0, 0, rows).view(sizes);
        });
    }
}
