package dev.codevar.picture.webp.lossless;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.FileBytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** Reads a lossless picture: its transforms, its numbers, and the transforms undone, the last one first. */
public final class LosslessPicture {
    private static final int PREDICTION = 0;
    private static final int ACROSS_COLOURS = 1;
    private static final int WITHOUT_GREEN = 2;
    private static final int OPAQUE = 0xff000000;

    private final BitReader in;
    private final int height;
    /** Of what is stored: several palette numbers may share one. */
    private int width;

    private final Deque<UnaryOperator<int[]>> undo = new ArrayDeque<>();

    private LosslessPicture(BitReader in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /**
     * {@return what a picture begins with}
     *
     * @param from the first byte's place
     * @param to behind the last one's
     * @throws CodeVarException when it is no picture
     */
    public static LosslessHeader header(FileBytes in, int from, int to) {
        return new LosslessHeader(new BitReader(in, from, to));
    }

    /**
     * {@return the pixels of a picture with its header: alpha, red, green, blue in a number, row by row}
     *
     * @param from the first byte's place
     * @param to behind the last one's
     * @throws CodeVarException when it is broken
     */
    public static int[] argb(FileBytes file, int from, int to) {
        BitReader in = new BitReader(file, from, to);
        LosslessHeader header = new LosslessHeader(in);
        int[] argb = withoutHeader(in, header.width(), header.height());
        for (int i = 0; i < argb.length && !header.transparent(); i++) {
            argb[i] |= OPAQUE;
        }
        return argb;
    }

    /**
     * {@return the pixels of a picture whose size is known from elsewhere, as {@link #argb} gives them}
     *
     * @param from the first byte's place
     * @param to behind the last one's
     * @throws CodeVarException when it is broken
     */
    public static int[] withoutHeader(FileBytes file, int from, int to, int width, int height) {
        return withoutHeader(new BitReader(file, from, to), width, height);
    }

    private static int[] withoutHeader(BitReader in, int width, int height) {
        LosslessPicture picture = new LosslessPicture(in, width, height);
        picture.readTransforms();
        int[] pixels = LosslessPixels.outer(in, picture.width, height);
        for (UnaryOperator<int[]> step : picture.undo) {
            pixels = step.apply(pixels);
        }
        return pixels;
    }

    private void readTransforms() {
        boolean[] had = new boolean[4];
        while (in.flag()) {
            int kind = in.read(2);
            if (had[kind]) {
                throw in.broken("a transform twice");
            }
            had[kind] = true;
            undo.push(transform(kind));
        }
    }

    private UnaryOperator<int[]> transform(int kind) {
        int stored = width;
        if (kind == WITHOUT_GREEN) {
            return ColourTransforms::addGreen;
        }
        if (kind != PREDICTION && kind != ACROSS_COLOURS) {
            return palette();
        }
        int bits = in.read(3) + 2;
        int[] parts = LosslessPixels.inner(in, LosslessPixels.parts(stored, bits), LosslessPixels.parts(height, bits));
        return kind == PREDICTION
                ? pixels -> Predictors.undo(pixels, stored, bits, parts)
                : pixels -> ColourTransforms.acrossColours(pixels, stored, bits, parts);
    }

    private UnaryOperator<int[]> palette() {
        int whole = width;
        int colours = in.read(8) + 1;
        int[] palette = LosslessPixels.inner(in, colours, 1);
        for (int i = 1; i < colours; i++) {
            palette[i] = Predictors.sum(palette[i], palette[i - 1]);
        }
        int bits = colours > 16 ? 0 : colours > 4 ? 1 : colours > 2 ? 2 : 3;
        width = LosslessPixels.parts(whole, bits);
        return pixels -> ColourTransforms.colours(pixels, whole, bits, palette);
    }
}
