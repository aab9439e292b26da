package dev.codevar.browser;

import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;

/**
 * The canvas of an edit as eyes see it. The source is all green, so that a screenshot shows where it lies and which of its pixels are
 * striped, without a word from the page.
 */
final class Easel {
    private static final int SIDE = 32;

    /** Green all over. */
    static final Picture SOURCE = green();

    private final Visit visit;
    /** Where the source lies on the canvas, and how many screen pixels one of its pixels takes. */
    private final double left;

    private final double top;
    private final double scale;

    /** Which pixels a mask has. */
    interface Painted {
        boolean at(int x, int y);
    }

    /** Looks at a source of which at least a row and a column at the edges is not striped, zoomed to fit. */
    Easel(Visit visit) {
        this.visit = visit;
        Picture shown = look();
        int[] box = {shown.width(), shown.height(), -1, -1};
        for (int y = 0; y < shown.height(); y++) {
            for (int x = 0; x < shown.width(); x++) {
                if (isGreen(shown, x, y)) {
                    box = new int[] {Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)
                    };
                }
            }
        }
        // It is as wide as it is high; what is striped may hide a side.
        double side = box[3] - box[1] + 1;
        left = (shown.width() - side) / 2;
        top = box[1];
        scale = side / SIDE;
    }

    private static Picture green() {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 1; i < rgb.length; i += 3) {
            rgb[i] = (byte) 255;
        }
        return new Picture(SIDE, SIDE, rgb);
    }

    static Mask mask(Painted painted) {
        boolean[] anew = new boolean[SIDE * SIDE];
        for (int i = 0; i < anew.length; i++) {
            anew[i] = painted.at(i % SIDE, i / SIDE);
        }
        return Mask.of(SIDE, SIDE, anew);
    }

    /** A screenshot of the canvas, the pointer elsewhere and no key's cursor on it. */
    private Picture look() {
        visit.page.mouse().move(0, 0);
        visit.at("#edit-canvas").blur();
        visit.page.evaluate(
                "() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        return PictureFiles.read(visit.at("#edit-canvas").screenshot(), "the canvas");
    }

    private static boolean isGreen(Picture picture, int x, int y) {
        return picture.sample(x, y, 0) < 24 && picture.sample(x, y, 1) > 231 && picture.sample(x, y, 2) < 24;
    }

    /** {@return what is striped} */
    Mask seen() {
        Picture shown = look();
        return mask((x, y) -> {
            int green = 0;
            int all = 0;
            for (double down = 0.25; down < 0.8; down += 0.1) {
                for (double right = 0.25; right < 0.8; right += 0.1) {
                    all++;
                    if (isGreen(shown, (int) (left + (x + right) * scale), (int) (top + (y + down) * scale))) {
                        green++;
                    }
                }
            }
            return green < all / 2;
        });
    }

    /** {@return whether nothing is painted at this point of the canvas} */
    boolean green(int x, int y) {
        return isGreen(look(), x, y);
    }

    /** {@return the middle of a source's pixel in the window} */
    double[] point(int x, int y) {
        BoundingBox canvas = visit.at("#edit-canvas").boundingBox();
        return new double[] {canvas.x + left + (x + 0.5) * scale, canvas.y + top + (y + 0.5) * scale};
    }

    /** Drags from the middle of one pixel of the source to that of another. */
    void stroke(int fromX, int fromY, int toX, int toY) {
        drag(point(fromX, fromY), point(toX, toY));
    }

    /** Drags between two points of the canvas. */
    void drag(double fromX, double fromY, double toX, double toY) {
        BoundingBox canvas = visit.at("#edit-canvas").boundingBox();
        drag(new double[] {canvas.x + fromX, canvas.y + fromY}, new double[] {canvas.x + toX, canvas.y + toY});
    }

    private void drag(double[] from, double[] to) {
        Mouse mouse = visit.page.mouse();
        mouse.move(from[0], from[1]);
        mouse.down();
        mouse.move(to[0], to[1], new Mouse.MoveOptions().setSteps(5));
        mouse.up();
    }
}
