package dev.codevar.picture;

import dev.codevar.fault.CodeVarException;
import java.util.function.Supplier;

/**
 * A picture file whose size is known and of which no pixel is decoded yet: {@link PictureFiles#open}. Who needs a certain size can refuse
 * by it what would be decoded for nothing. Holds the file's bytes.
 */
public final class PictureFile {
    private final int width;
    private final int height;
    private final Supplier<Picture> pixels;

    PictureFile(int width, int height, Supplier<Picture> pixels) {
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    /**
     * Decodes it, anew at every call.
     *
     * @throws CodeVarException when it is broken
     */
    public Picture picture() {
        return pixels.get();
    }

    @Override
    public String toString() {
        return "PictureFile " + width + "x" + height;
    }
}
