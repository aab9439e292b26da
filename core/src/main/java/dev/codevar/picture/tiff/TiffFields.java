package dev.codevar.picture.tiff;

import dev.codevar.picture.format.FileBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** The fields that describe a TIFF file's first picture: whole numbers by tag, read where they lie. */
final class TiffFields {
    private static final int HEADER = 8;
    private static final int ENTRY = 12;
    private static final int IN_ENTRY = 8;
    private static final int BYTE = 1;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int MAGIC = 42;

    /** Where a field's numbers lie, how many they are, and how many bytes each has. */
    private record Field(long at, long count, int bytes) {}

    private final FileBytes in;
    private final ByteBuffer bytes;
    private final Map<Integer, Field> fields = new HashMap<>();

    TiffFields(FileBytes in) {
        this.in = in;
        this.bytes = ByteBuffer.wrap(in.array());
        bytes.order(in.has(0, "II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        if (number(2, 2) != MAGIC) {
            throw in.broken("a TIFF of an unsupported kind (BigTIFF)");
        }
        long at = number(HEADER - 4, 4);
        int count = (int) number(at, 2);
        in.requireUpTo(at + 2 + (long) ENTRY * count);
        for (int i = 0; i < count; i++) {
            take(at + 2 + (long) ENTRY * i);
        }
    }

    private void take(long entry) {
        int type = (int) number(entry + 2, 2);
        int size = type == BYTE ? 1 : type == SHORT ? 2 : type == LONG ? 4 : 0;
        long count = number(entry + 4, 4);
        if (size > 0 && count > 0) {
            long at = size * count <= 4 ? entry + IN_ENTRY : number(entry + IN_ENTRY, 4);
            in.requireUpTo(at + size * count);
            fields.putIfAbsent((int) number(entry, 2), new Field(at, count, size));
        }
    }

    /** {@return whether the numbers' larger parts come first} */
    boolean bigEndian() {
        return bytes.order() == ByteOrder.BIG_ENDIAN;
    }

    private long number(long at, int size) {
        in.requireUpTo(at + size);
        int place = (int) at;
        return switch (size) {
            case 1 -> bytes.get(place) & 0xff;
            case 2 -> bytes.getShort(place) & 0xffff;
            default -> Integer.toUnsignedLong(bytes.getInt(place));
        };
    }

    /** {@return how many numbers a field has, 0 where there is none} */
    long count(int tag) {
        Field field = fields.get(tag);
        return field == null ? 0 : field.count;
    }

    /** {@return a field's first number, or {@code otherwise} where there is no such field} */
    long get(int tag, long otherwise) {
        return count(tag) == 0 ? otherwise : at(tag, 0);
    }

    /** {@return one of a field's numbers, by its place from 0 on} */
    long at(int tag, int place) {
        Field field = fields.get(tag);
        if (field == null || place >= field.count) {
            throw in.broken("the TIFF does not say enough: field " + tag);
        }
        return number(field.at + (long) place * field.bytes, field.bytes);
    }
}
