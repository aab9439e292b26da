package dev.codevar.evaluation.inception;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The poolings over 3×3 pixels. */
enum Pool {
    /** None at all. */
    NONE,
    /** The mean of those pixels that lie inside the picture: as TensorFlow has it, where others count zeros outside. */
    AVERAGE,
    /** The largest, keeping the size. */
    MAX,
    /** The largest, halving the size. */
    HALVING;

    private static final long[] ONE = {1, 1};
    private static final long[] TWO = {2, 2};
    private static final long[] THREE = {3, 3};
    private static final long[] NOTHING = {0, 0};

    Tensor apply(Tensor x_Bchw) {
        return switch (this) {
            case NONE -> x_Bchw;
            case AVERAGE -> torch.avg_pool2d(x_Bchw, THREE, ONE, ONE, false, false, new LongOptional());
            case MAX -> torch.max_pool2d(x_Bchw, THREE, ONE, ONE, ONE, false);
            case HALVING -> torch.max_pool2d(x_Bchw, THREE, TWO, NOTHING, ONE, false);
        };
    }
}
