package dev.codevar.lab.evaluate;

import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;

/** What all sets of pictures share: how large one may be, and how their bytes become a tensor. */
final class PictureBytes {
    static final int COLOURS = 3;

    private static final long MOST_PIXELS = 64 << 20;

    private PictureBytes() {}

    /** Refuses a size that is none, or too large to be read. */
    static void checkSize(String name, long width, long height) {
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw new CodeVarException("cannot read " + name + ": pictures of " + width + "x" + height
                    + " pixels; 1 to " + MOST_PIXELS + " pixels are legal");
        }
    }

    /** {@return pictures whose bytes follow each other row by row, 3 a pixel, as (B, 3, height, width)} */
    static Tensor tensor(byte[] bytes, int width, int height) {
        Libtorch.load();
        int count = bytes.length / (width * height * COLOURS);
        return Scoped.result(() -> Tensor.create(bytes, count, height, width, COLOURS)
                .permute(0, 3, 1, 2)
                .contiguous());
    }
}
