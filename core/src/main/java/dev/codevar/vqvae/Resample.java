package dev.codevar.vqvae;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongArrayRef;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Changes of a map's size, each as the published code names it. */
public final class Resample {

    private Resample() {}

    /** {@return the map at {@code side}, by cubic interpolation without aligned corners} */
    public static Tensor bicubic(Tensor x_BChw, int side) {
        return torch.upsample_bicubic2d(x_BChw, square(side), false, new DoubleOptional(), new DoubleOptional());
    }

    /** {@return the map at {@code side}, each place the mean of those it covers} */
    public static Tensor area(Tensor x_BChw, int side) {
        return torch.adaptive_avg_pool2d(x_BChw, square(side));
    }

    /** {@return the map at twice its size, every place four times} */
    public static Tensor doubled(Tensor x_BChw) {
        LongPointer size = new LongPointer(2 * x_BChw.size(2), 2 * x_BChw.size(3));
        return torch.upsample_nearest2d(x_BChw, new LongArrayRef(size, 2), new DoubleOptional(), new DoubleOptional());
    }

    private static LongArrayRef square(int side) {
        return new LongArrayRef(new LongPointer(side, side), 2);
    }
}
