package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.picture.fit.Fit;
import dev.codevar.picture.fit.Lanczos;
import dev.codevar.picture.format.PictureBudget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads pictures from files as the published recipe does: the shorter side becomes 1.125 times the side that is wanted, and a square
 * is cut out; a camera's orientation is not obeyed there either. Keeps nothing, so that threads may share it.
 *
 * @param listing the files
 * @param side the square's
 */
record PictureReader(FolderListing listing, int side) {
    private static final PictureBudget BUDGET = PictureBudget.DEFAULT;

    /**
     * What is shown for a picture.
     *
     * @param pixels its square: all reds row by row, then greens, then blues
     * @param shown which picture it is of
     * @param broken why those before it could not be read, by number
     */
    record Read(ByteBuffer pixels, int shown, Map<Integer, String> broken) {}

    /** {@return picture {@code index}, or where it is broken the next that is not} */
    Read read(Crops crops, int index) {
        Map<Integer, String> broken = new LinkedHashMap<>();
        int count = listing.files().size();
        for (int i = 0; i < count; i++) {
            int at = (index + i) % count;
            byte[] content = content(at);
            try {
                return new Read(square(decode(content, listing.file(at)), crops, index), at, broken);
            } catch (CodeVarException e) {
                if (e.getCause() instanceof OutOfMemoryError) {
                    throw e;
                }
                broken.put(at, String.valueOf(e.getMessage()));
            }
        }
        throw new BrokenFileException(
                "none of the " + count + " pictures in " + listing.folder() + " can be read: " + broken.get(index));
    }

    /** That a file cannot be got at is no property of the picture: another time it may be different. */
    private byte[] content(int index) {
        Path file = listing.file(index);
        try (InputStream in = Files.newInputStream(file)) {
            // One byte more than is legal tells that it is too large.
            return in.readNBytes(BUDGET.bytes() + 1);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    private static Picture decode(byte[] content, Path file) {
        BUDGET.requireBytes(file.toString(), content.length);
        return PictureFiles.open(content, file.toString(), BUDGET).stored();
    }

    ByteBuffer square(Picture picture, Crops crops, int index) {
        long shorter = Math.min(picture.width(), picture.height());
        long larger = (long) Math.rint(Fit.LARGER * side);
        int width = Math.toIntExact(larger * picture.width() / shorter);
        int height = Math.toIntExact(larger * picture.height() / shorter);
        int left = crops.left(index, width - side);
        int top = crops.top(index, height - side);
        return planes(Lanczos.cut(picture, new Lanczos.Target(width, height, left, top, side, side)));
    }

    private ByteBuffer planes(byte[] rgb) {
        byte[] planes = new byte[rgb.length];
        int pixels = side * side;
        for (int i = 0; i < rgb.length; i++) {
            planes[i % 3 * pixels + i / 3] = rgb[i];
        }
        return ByteBuffer.wrap(planes);
    }
}
