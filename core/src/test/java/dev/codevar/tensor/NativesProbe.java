package dev.codevar.tensor;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/** A process of its own, with libraries of other makers in its way, that computes a small product. */
final class NativesProbe {
    private NativesProbe() {}

    /**
     * Prints the sum of the product of a matrix of twos and one of threes, 5 × 7 and 7 × 4, and oneDNN's version.
     *
     * @param loadedBefore libraries that the process has loaded before ours
     */
    public static void main(String... loadedBefore) {
        List.of(loadedBefore).forEach(System::load);
        Libtorch.load();
        OneDnn.loaded();
        double sum = torch.ones(5, 7)
                .mul(new Scalar(2))
                .matmul(torch.ones(7, 4).mul(new Scalar(3)))
                .sum()
                .item_double();
        System.out.println(Math.round(sum) + " " + dnnl.dnnl_version().major());
    }
}
