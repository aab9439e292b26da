package dev.codevar.picture;

/** Where a rectangle of pixels lies in a picture: {@code Box.at(16, 0).size(8, 32)}. Whether it fits is checked where it is used. */
public final class Box {
    private final int x;
    private final int y;
    private final int width;
    private final int height;

    private Box(int x, int y, int width, int height) {
        this.x = x;
        this.y = y;
        this.width = width;
        this.height = height;
    }

    /**
     * Begins with the box's left upper pixel.
     *
     * @param x its column, from 0 on
     * @param y its row, from 0 on
     */
    public static Corner at(int x, int y) {
        return new Corner(x, y);
    }

    /** The left upper pixel of a box that has no size yet. */
    public static final class Corner {
        private final int x;
        private final int y;

        private Corner(int x, int y) {
            this.x = x;
            this.y = y;
        }

        /**
         * {@return the box}
         *
         * @param width in pixels, 1 or more
         * @param height in pixels, 1 or more
         */
        public Box size(int width, int height) {
            return new Box(x, y, width, height);
        }
    }

    /** The left column. */
    public int x() {
        return x;
    }

    /** The top row. */
    public int y() {
        return y;
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    @Override
    public String toString() {
        return "Box " + width + "x" + height + " at " + x + "," + y;
    }
}
