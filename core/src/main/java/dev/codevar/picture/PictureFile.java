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
    private final int orientation;
    private final Supplier<Picture> pixels;

    /**
     * @param width as stored
     * @param height as stored
     * @param orientation Exif's, 1 to 8
     * @param pixels decodes what is stored
     */
    PictureFile(int width, int height, int orientation, Supplier<Picture> pixels) {
        this.width = Upright.isLying(orientation) ? height : width;
        this.height = Upright.isLying(orientation) ? width : height;
        this.orientation = orientation;
        this.pixels = pixels;
    }

    /** In pixels, of the upright picture. */
    public int width() {
        return width;
    }

    /** In pixels, of the upright picture. */
    public int height() {
        return height;
    }

    /**
     * Decodes it, anew at every call, and turns it as the camera was held (Exif's orientation).
     *
     * @throws CodeVarException when it is broken
     */
    public Picture picture() {
        return Upright.of(stored(), orientation);
    }

    /**
     * Decodes it without turning it, as published training pipelines do.
     *
     * @throws CodeVarException when it is broken
     */
    public Picture stored() {
        return pixels.get();
    }

    @Override
    public String toString() {
        return "PictureFile " + width + "x" + height;
    }
}
