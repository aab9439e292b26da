package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What all sets of pictures share: how large one may be, and how their bytes become a tensor. */
public final class PictureBytes {
    public static final int COLOURS = 3;

    private static final long MOST_PIXELS = 64 << 20;

    private PictureBytes() {}

    /** Refuses a size that is none, or too large to be read. */
    static void checkSize(String name, long width, long height) {
        if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS || width * height > MOST_PIXELS) {
            throw new BrokenFileException("cannot read " + name + ": pictures of " + width + "x" + height
                    + " pixels; 1 to " + MOST_PIXELS + " pixels are legal");
        }
    }

    /** {@return bytes of grey pixels with each as three equal colours} */
    static byte[] coloured(byte[] grey) {
        byte[] rgb = new byte[Math.multiplyExact(grey.length, COLOURS)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = grey[i / COLOURS];
        }
        return rgb;
    }

    /** {@return pictures whose bytes follow each other row by row, 3 a pixel, as (B, 3, height, width)} */
    static Tensor tensor(byte[] bytes, int width, int height) {
        Libtorch.load();
        int count = bytes.length / (width * height * COLOURS);
        return Scoped.result(() -> Tensor.create(bytes, count, height, width, COLOURS)
                .permute(0, 3, 1, 2)
                .contiguous());
    }

    /** {@return pictures of one size as (B, 3, height, width)} */
    public static Tensor tensor(List<Picture> pictures) {
        Picture first = pictures.get(0);
        int each = first.width() * first.height() * COLOURS;
        byte[] bytes = new byte[Math.multiplyExact(pictures.size(), each)];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).rgb(), 0, bytes, i * each, each);
        }
        return tensor(bytes, first.width(), first.height());
    }

    /** {@return the picture of (1, 3, height, width)} */
    public static Picture picture(Tensor picture_13hw) {
        int height = (int) picture_13hw.size(2);
        int width = (int) picture_13hw.size(3);
        byte[] rgb = new byte[width * height * COLOURS];
        Scoped.value(() ->
                picture_13hw.permute(0, 2, 3, 1).contiguous().data_ptr_byte().get(rgb));
        return new Picture(width, height, rgb);
    }
}
