package dev.codevar.picture.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds in Exif data how the camera was held. */
public final class ExifOrientation {
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int MAGIC = 42;
    private static final int HEADER = 8;
    private static final int ENTRY = 12;

    private ExifOrientation() {}

    /**
     * {@return the orientation, 1 to 8; 1, upright, where the data do not say or are broken, as viewers have it}
     *
     * @param tiff the data from their byte order on; its position changes nothing
     */
    public static int of(ByteBuffer tiff) {
        ByteBuffer in = tiff.slice();
        if (in.remaining() < HEADER) {
            return 1;
        }
        int order = in.getShort(0);
        if (order == 0x4949) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        } else if (order != 0x4d4d) {
            return 1;
        }
        int first = in.getInt(4);
        if (in.getShort(2) != MAGIC || first < HEADER || first > in.limit() - 2) {
            return 1;
        }
        int entries = Math.min(in.getShort(first) & 0xffff, (in.limit() - first - 2) / ENTRY);
        for (int i = 0; i < entries; i++) {
            int at = first + 2 + i * ENTRY;
            if (in.getShort(at) == TAG && in.getShort(at + 2) == SHORT) {
                int value = in.getShort(at + 8) & 0xffff;
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
