package dev.codevar.picture.webp.lossless;

import org.jspecify.annotations.Nullable;

/** Reads the numbers (alpha, red, green, blue) of a picture: colours, copies of what came before, and colours of a cache. */
final class LosslessPixels {
    private static final int COLOURS = 256;
    private static final int FIRST_CACHED = COLOURS + 24;
    private static final int MOST_CACHE_BITS = 11;
    private static final int TABLE_BITS = 8;
    /** Of so many codes, each has a small table. Encoders make fewer. */
    private static final int MANY_CODES = 4096;

    private static final int FEW_TABLE_BITS = 4;
    /** Of all codes together, since a few bytes make thousands: twice what Google's encoder can make. */
    private static final int MOST_SYMBOLS = 16 << 20;

    private static final int HASH = 0x1e35a7bd;

    /** Steps to the right and up, for the distances of which two digits say where a near pixel lies. */
    private static final String NEAR =
            "01 10 11 -11 02 20 12 -12 21 -21 22 -22 03 30 13 -13 31 -31 23 -23 32 -32 04 40 14 -14 "
                    + "41 -41 33 -33 24 -24 42 -42 05 34 -34 43 -43 50 15 -15 51 -51 25 -25 52 -52 44 -44 35 "
                    + "-35 53 -53 06 60 16 -16 61 -61 26 -26 62 -62 45 -45 54 -54 36 -36 63 -63 07 70 17 -17 55 "
                    + "-55 71 -71 46 -46 64 -64 27 -27 72 -72 37 -37 73 -73 56 -56 65 -65 80 47 -47 74 -74 81 "
                    + "82 66 -66 83 57 -57 75 -75 84 67 -67 76 -76 85 77 -77 86 87";

    private static final int[] RIGHT = new int[120];
    private static final int[] UP = new int[120];

    static {
        String[] near = NEAR.split(" ");
        for (int i = 0; i < near.length; i++) {
            int both = Integer.parseInt(near[i]);
            RIGHT[i] = both / 10;
            UP[i] = Math.abs(both % 10);
        }
    }

    private final BitReader in;
    private final int width;
    private final int height;
    private int[] cache = new int[0];
    private int cacheBits;
    private int @Nullable [] groupOf;
    private int groupBits;
    private int groupsAcross;
    private PrefixCodes[] groups = new PrefixCodes[0];

    private LosslessPixels(BitReader in, int width, int height) {
        this.in = in;
        this.width = width;
        this.height = height;
    }

    /** {@return the numbers of a picture that stands within another, row by row} */
    static int[] inner(BitReader in, int width, int height) {
        return new LosslessPixels(in, width, height).read(false);
    }

    /** {@return the numbers of a picture whose parts may have codes of their own, row by row} */
    static int[] outer(BitReader in, int width, int height) {
        return new LosslessPixels(in, width, height).read(true);
    }

    private int[] read(boolean divisible) {
        if (in.flag()) {
            cacheBits = in.read(4);
            if (cacheBits < 1 || cacheBits > MOST_CACHE_BITS) {
                throw in.broken("a cache of " + cacheBits + " bits");
            }
            cache = new int[1 << cacheBits];
        }
        int count = divisible && in.flag() ? readGroupOf() : 1;
        groups = new PrefixCodes[count];
        int symbols = 0;
        for (int i = 0; i < count; i++) {
            groups[i] = PrefixCodes.read(in, cache.length, count > MANY_CODES ? FEW_TABLE_BITS : TABLE_BITS);
            symbols += groups[i].symbols();
            if (symbols > MOST_SYMBOLS) {
                throw in.broken("prefix codes of more than " + MOST_SYMBOLS + " symbols");
            }
        }
        return pixels();
    }

    private int readGroupOf() {
        groupBits = in.read(3) + 2;
        groupsAcross = parts(width, groupBits);
        int[] of = inner(in, groupsAcross, parts(height, groupBits));
        int most = 0;
        for (int i = 0; i < of.length; i++) {
            of[i] = of[i] >> 8 & 0xffff;
            most = Math.max(most, of[i]);
        }
        groupOf = of;
        return most + 1;
    }

    /** {@return how many squares of {@code 1 << bits} cover a side} */
    static int parts(int side, int bits) {
        return (side + (1 << bits) - 1) >> bits;
    }

    private int[] pixels() {
        int[] pixels = new int[width * height];
        int at = 0;
        while (at < pixels.length) {
            PrefixCodes codes = codesAt(at);
            int symbol = codes.green().read(in);
            if (symbol < COLOURS) {
                int red = codes.red().read(in);
                int blue = codes.blue().read(in);
                put(pixels, at++, codes.alpha().read(in) << 24 | red << 16 | symbol << 8 | blue);
            } else if (symbol < FIRST_CACHED) {
                at = copy(
                        pixels,
                        at,
                        number(symbol - COLOURS),
                        number(codes.distance().read(in)));
            } else {
                put(pixels, at++, cache[symbol - FIRST_CACHED]);
            }
        }
        return pixels;
    }

    private PrefixCodes codesAt(int at) {
        int[] of = groupOf;
        return of == null
                ? groups[0]
                : groups[of[((at / width) >> groupBits) * groupsAcross + (at % width >> groupBits)]];
    }

    private void put(int[] pixels, int at, int argb) {
        pixels[at] = argb;
        if (cacheBits > 0) {
            cache[(HASH * argb) >>> (Integer.SIZE - cacheBits)] = argb;
        }
    }

    /** {@return the number of 1 or more that a symbol stands for, with the bits after it} */
    private int number(int symbol) {
        if (symbol < 4) {
            return symbol + 1;
        }
        int more = (symbol - 2) >> 1;
        return ((2 + (symbol & 1)) << more) + in.read(more) + 1;
    }

    private int copy(int[] pixels, int at, int length, int distance) {
        int back = distance > RIGHT.length
                ? distance - RIGHT.length
                : Math.max(1, UP[distance - 1] * width + RIGHT[distance - 1]);
        if (back > at || length > pixels.length - at) {
            throw in.broken("a copy of what is not there");
        }
        for (int i = at; i < at + length; i++) {
            put(pixels, i, pixels[i - back]);
        }
        return at + length;
    }
}
