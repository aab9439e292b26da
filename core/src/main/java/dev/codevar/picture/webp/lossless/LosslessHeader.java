package dev.codevar.picture.webp.lossless;

/**
 * What a lossless picture begins with.
 *
 * @param width in pixels, 1 to 16384
 * @param height in pixels, 1 to 16384
 * @param transparent whether its alpha counts
 */
public record LosslessHeader(int width, int height, boolean transparent) {
    private static final int SIGNATURE = 0x2f;
    private static final int SIDE_BITS = 14;

    LosslessHeader(BitReader in) {
        this(signed(in).read(SIDE_BITS) + 1, in.read(SIDE_BITS) + 1, in.flag());
        if (in.read(3) != 0) {
            throw in.broken("another version than 0");
        }
    }

    private static BitReader signed(BitReader in) {
        if (in.read(8) != SIGNATURE) {
            throw in.broken("no signature");
        }
        return in;
    }
}
