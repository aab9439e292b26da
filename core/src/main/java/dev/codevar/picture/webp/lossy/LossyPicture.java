package dev.codevar.picture.webp.lossy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.FileBytes;

/** Decodes a key frame of VP8: predicts block by block, adds what was left over, and filters the edges at the end (RFC 6386). */
public final class LossyPicture {
    private static final int TAG = 3;
    private static final int HEADER = 10;
    private static final int SIDE_MASK = 0x3fff;
    private static final int LARGE = 16;
    private static final int HALF = 8;
    private static final int SEGMENTS = 4;

    private final FrameHeader header;
    private final BlockModes modes;
    private final Coefficients coefficients;
    private final BoolReader first;
    private final BoolReader[] parts;
    private final int across;
    private final int down;
    private final Plane brightness;
    private final Plane blue;
    private final Plane red;
    /** Of each large block: its segment, then whether it is of small ones, and whether there are edges in it. */
    private final byte[] kinds;

    private LossyPicture(FileBytes in, int from, int to, int width, int height) {
        across = (width + LARGE - 1) / LARGE;
        down = (height + LARGE - 1) / LARGE;
        int firstEnd = from + HEADER + (tag(in, from) >> 5);
        requireUpTo(in, firstEnd, to);
        first = new BoolReader(in, from + HEADER, firstEnd);
        header = new FrameHeader(first);
        parts = parts(in, firstEnd, to, header.partitions());
        modes = new BlockModes(first, across);
        coefficients = new Coefficients(header, across, parts[0]);
        brightness = new Plane(LARGE * across, LARGE * down);
        blue = new Plane(HALF * across, HALF * down);
        red = new Plane(HALF * across, HALF * down);
        kinds = new byte[across * down];
    }

    private static int tag(FileBytes in, int from) {
        return in.littleShort(from) | in.at(from + 2) << 16;
    }

    private static void requireUpTo(FileBytes in, long place, int end) {
        if (place > end) {
            throw in.broken("the webp data end too early");
        }
    }

    /**
     * {@return the width in pixels}
     *
     * @param from the frame's first byte's place
     * @param to behind its last one's
     * @throws CodeVarException when it is no key frame
     */
    public static int width(FileBytes in, int from, int to) {
        requireUpTo(in, from + (long) HEADER, to);
        int tag = tag(in, from);
        if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 || !in.has(from + TAG, "\u009d\u0001*")) {
            throw in.broken("the webp data are broken: no key frame of VP8");
        }
        return in.littleShort(from + 6) & SIDE_MASK;
    }

    /** {@return the height in pixels, of a frame that has a {@link #width}} */
    public static int height(FileBytes in, int from) {
        return in.littleShort(from + 8) & SIDE_MASK;
    }

    /**
     * {@return red, green and blue, row by row}
     *
     * @param from the frame's first byte's place
     * @param to behind its last one's
     * @throws CodeVarException when it is broken
     */
    public static byte[] rgb(FileBytes in, int from, int to) {
        int width = width(in, from, to);
        int height = height(in, from);
        LossyPicture picture = new LossyPicture(in, from, to, width, height);
        picture.decode();
        picture.filter();
        return new YuvColours(picture.brightness, picture.blue, picture.red, width, height).rgb();
    }

    private static BoolReader[] parts(FileBytes in, int from, int to, int count) {
        BoolReader[] parts = new BoolReader[count];
        int at = from + 3 * (count - 1);
        requireUpTo(in, at, to);
        for (int i = 0; i < count; i++) {
            int end = i == count - 1 ? to : at + tag(in, from + 3 * i);
            requireUpTo(in, end, to);
            parts[i] = new BoolReader(in, at, end);
            at = end;
        }
        return parts;
    }

    private void decode() {
        BlockPixels pixels = new BlockPixels(brightness, blue, red, coefficients, modes);
        for (int y = 0; y < down; y++) {
            BoolReader part = parts[y % parts.length];
            modes.beginRow();
            coefficients.beginRow(part);
            for (int x = 0; x < across; x++) {
                int segment = header.readSegment();
                boolean skip = header.readSkip();
                modes.read(x);
                boolean any = false;
                if (skip) {
                    coefficients.skip(x, modes.isSmall());
                } else {
                    any = coefficients.read(x, modes.isSmall(), header.quantizer(segment));
                }
                boolean inside = any || modes.isSmall();
                kinds[y * across + x] =
                        (byte) (segment | (modes.isSmall() ? SEGMENTS : 0) | (inside ? 2 * SEGMENTS : 0));
                pixels.make(x, y, across);
            }
            first.requireNotOver();
            part.requireNotOver();
        }
    }

    private void filter() {
        EdgeStrength[] strengths = new EdgeStrength[2 * SEGMENTS];
        for (int i = 0; i < strengths.length; i++) {
            strengths[i] = header.strength(i % SEGMENTS, i >= SEGMENTS);
        }
        EdgeFilter ofBrightness = new EdgeFilter(brightness);
        EdgeFilter[] ofColours = {new EdgeFilter(blue), new EdgeFilter(red)};
        boolean simple = header.simpleFilter();
        for (int i = 0; i < kinds.length; i++) {
            EdgeStrength strength = strengths[kinds[i] % strengths.length];
            if (strength.limit() == 0) {
                continue;
            }
            boolean inside = kinds[i] >= strengths.length;
            int x = i % across;
            int y = i / across;
            ofBrightness.filter(LARGE * x, LARGE * y, LARGE, strength, inside, simple);
            if (!simple) {
                for (EdgeFilter colour : ofColours) {
                    colour.filter(HALF * x, HALF * y, HALF, strength, inside, false);
                }
            }
        }
    }
}
