package dev.codevar.picture;

import dev.codevar.file.Sha256;
import java.nio.ByteBuffer;

/** The picture that Pillow was given for its golden numbers, and what they are. */
public final class PillowPattern {

    private PillowPattern() {}

    /** {@return the picture of this size} */
    public static Picture of(int width, int height) {
        byte[] rgb = new byte[width * height * 3];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[at++] =
                            (byte) (((x * x * 7 + y * 13 * x + c * 101 + y * y * 3) >> 2) ^ (x * 31 + y * 17 + c * 59));
                }
            }
        }
        return new Picture(width, height, rgb);
    }

    /** {@return the SHA-256 of all reds row by row, then greens, then blues} */
    public static String hash(byte[] planes) {
        Sha256 sha256 = new Sha256();
        sha256.add(ByteBuffer.wrap(planes));
        return sha256.hex();
    }
}
