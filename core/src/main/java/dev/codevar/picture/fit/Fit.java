package dev.codevar.picture.fit;

import dev.codevar.fault.InvalidInputException;

/** How a square of a model's size is made of a picture of any size. A picture of that size stays as it is. */
public enum Fit {
    /** As training data are cut: the shorter side is resized to 1.125 times the square's, and the middle is cut out. */
    CROP {
        @Override
        Placement resized(int width, int height, int side) {
            long shorter = Math.min(width, height);
            long larger = (long) Math.rint(LARGER * side);
            int newWidth = Math.toIntExact(larger * width / shorter);
            int newHeight = Math.toIntExact(larger * height / shorter);
            return new Placement(
                    width, height, newWidth, newHeight, middle(newWidth - side), middle(newHeight - side), side);
        }
    },

    /** The whole picture is shown: the longer side becomes the square's, and what is beside it white. */
    PAD {
        @Override
        Placement resized(int width, int height, int side) {
            double longer = Math.max(width, height);
            int newWidth = (int) Math.max(1, Math.rint(width * side / longer));
            int newHeight = (int) Math.max(1, Math.rint(height * side / longer));
            return new Placement(
                    width, height, newWidth, newHeight, -((side - newWidth) / 2), -((side - newHeight) / 2), side);
        }
    },

    /** Another size is refused. */
    EXACT {
        @Override
        Placement resized(int width, int height, int side) {
            throw new InvalidInputException(
                    "a picture of " + width + "x" + height + " pixels; this model takes " + side + "x" + side);
        }
    };

    /** By how much the shorter side is larger than the square before the middle is cut out. */
    public static final double LARGER = 1.125;

    /** To the even one of two middles, as the published recipe's library has it. */
    private static int middle(int room) {
        return (int) Math.rint(room / 2.0);
    }

    abstract Placement resized(int width, int height, int side);

    /**
     * {@return where a picture of this size lies in the square}
     *
     * @param width of the picture in pixels, 1 or more
     * @param height of the picture in pixels, 1 or more
     * @param side of the square in pixels, 1 or more
     * @throws InvalidInputException when a number is not positive, or the picture must be of the square's size and is not
     */
    public Placement place(int width, int height, int side) {
        if (width < 1 || height < 1 || side < 1) {
            throw new InvalidInputException(
                    "a picture of " + width + "x" + height + " pixels in a square of " + side + ": all must be >= 1");
        }
        return width == side && height == side
                ? new Placement(side, side, side, side, 0, 0, side)
                : resized(width, height, side);
    }
}
