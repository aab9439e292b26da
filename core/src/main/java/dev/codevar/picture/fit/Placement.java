package dev.codevar.picture.fit;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import java.util.Arrays;

/**
 * Where a picture lies in a square of a model's size: it is resized as a whole, then a square is cut out of it, or it is padded to one.
 *
 * @param fromWidth the picture's width in pixels
 * @param fromHeight the picture's height in pixels
 * @param width what it is resized to
 * @param height what it is resized to
 * @param left the column of the resized picture where the square begins; negative where the square reaches over its edge
 * @param top the row of the resized picture where the square begins; negative where the square reaches over its edge
 * @param side the square's
 */
public record Placement(int fromWidth, int fromHeight, int width, int height, int left, int top, int side) {
    private static final int COLOURS = 3;

    /** {@return whether pictures stay as they are} */
    public boolean keeps() {
        return fromWidth == side && fromHeight == side && width == side && height == side;
    }

    /** {@return what is done, in words: "4032x3024 pixels, resized to 48x36, of which the middle 32x32 are taken"} */
    public String words() {
        String square = side + "x" + side;
        String resized = fromWidth + "x" + fromHeight + " pixels, resized to " + width + "x" + height;
        return resized
                + (left < 0 || top < 0 ? " and padded to " + square : ", of which the middle " + square + " are taken");
    }

    /**
     * {@return the square of a picture, resized by Pillow's Lanczos filter; white where there is no picture}
     *
     * @param picture of the size that this was made for
     * @throws InvalidInputException when it is of another
     */
    public Picture of(Picture picture) {
        requireSize("picture", picture.width(), picture.height());
        if (keeps()) {
            return picture;
        }
        int x = Math.max(left, 0);
        int y = Math.max(top, 0);
        int columns = Math.min(side, width - x);
        int rows = Math.min(side, height - y);
        byte[] part = Lanczos.cut(picture, new Lanczos.Target(width, height, x, y, columns, rows));
        if (columns == side && rows == side) {
            return new Picture(side, side, part);
        }
        byte[] square = new byte[COLOURS * side * side];
        Arrays.fill(square, (byte) 255);
        for (int row = 0; row < rows; row++) {
            int to = (row - Math.min(top, 0)) * side - Math.min(left, 0);
            System.arraycopy(part, COLOURS * row * columns, square, COLOURS * to, COLOURS * columns);
        }
        return new Picture(side, side, square);
    }

    /**
     * {@return the same square of a mask: each pixel is what lies under its middle; padding is kept}
     *
     * @param mask of the size that this was made for
     * @throws InvalidInputException when it is of another
     */
    public Mask of(Mask mask) {
        requireSize("mask", mask.width(), mask.height());
        boolean[] square = new boolean[side * side];
        for (int i = 0; i < square.length; i++) {
            int x = left + i % side;
            int y = top + i / side;
            square[i] = x >= 0
                    && x < width
                    && y >= 0
                    && y < height
                    && mask.regenerate(under(x, fromWidth, width), under(y, fromHeight, height));
        }
        return Mask.of(side, side, square);
    }

    private static int under(int place, int from, int to) {
        return (int) ((2L * place + 1) * from / (2L * to));
    }

    private void requireSize(String what, int givenWidth, int givenHeight) {
        if (givenWidth != fromWidth || givenHeight != fromHeight) {
            throw new InvalidInputException("the " + what + " has " + givenWidth + "x" + givenHeight + " pixels, not "
                    + fromWidth + "x" + fromHeight);
        }
    }
}
