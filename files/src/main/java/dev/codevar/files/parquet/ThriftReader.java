package dev.codevar.files.parquet;

import dev.codevar.fault.BrokenFileException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads structures of Thrift's compact protocol, in which Parquet describes itself: each becomes a map from a field's number to its
 * value (Boolean, Long, byte[], List, or Map).
 */
final class ThriftReader {
    private static final int STOP = 0;
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int BYTE = 3;
    private static final int LONGEST_INTEGER = 6;
    private static final int DOUBLE = 7;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int SET = 10;
    private static final int STRUCT = 12;
    /** Structures in structures; Parquet's own are six deep. */
    private static final int DEEPEST = 24;

    private final ByteBuffer in;

    ThriftReader(ByteBuffer in) {
        this.in = in;
    }

    /**
     * {@return the structure at the buffer's position, which is behind it then}
     *
     * @throws BrokenFileException if there is none
     */
    Map<Integer, Object> struct() {
        try {
            return struct(0);
        } catch (BufferUnderflowException e) {
            throw new BrokenFileException("a description in it ends early", e);
        }
    }

    private Map<Integer, Object> struct(int depth) {
        if (depth > DEEPEST) {
            throw new BrokenFileException("a description in it is too deep");
        }
        Map<Integer, Object> fields = new HashMap<>();
        int field = 0;
        for (int head = next(); head != STOP; head = next()) {
            int step = head >>> 4;
            field = step == 0 ? (int) signed() : field + step;
            fields.put(field, value(head & 0xF, depth));
        }
        return fields;
    }

    private Object value(int type, int depth) {
        if (type == TRUE || type == FALSE) {
            return type == TRUE;
        }
        if (type == BYTE) {
            return (long) in.get();
        }
        if (type > BYTE && type <= LONGEST_INTEGER) {
            return signed();
        }
        return switch (type) {
            case DOUBLE -> in.getLong();
            case BINARY -> bytes();
            case LIST, SET -> list(depth);
            case STRUCT -> struct(depth + 1);
            default -> throw new BrokenFileException("a description in it has a part of type " + type);
        };
    }

    private List<Object> list(int depth) {
        int head = next();
        long size = head >>> 4 == 0xF ? unsigned() : head >>> 4;
        int type = head & 0xF;
        if (size > in.remaining()) {
            throw new BrokenFileException("a list in it has " + size + " parts and no room for them");
        }
        List<Object> list = new ArrayList<>();
        for (long i = 0; i < size; i++) {
            // In lists a truth value is a byte of its own.
            list.add(type == TRUE || type == FALSE ? (Object) (in.get() == TRUE) : value(type, depth));
        }
        return list;
    }

    private byte[] bytes() {
        long length = unsigned();
        if (length > in.remaining()) {
            throw new BrokenFileException("a text in it has " + length + " bytes and no room for them");
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private int next() {
        return in.get() & 0xFF;
    }

    private long unsigned() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int part = next();
            value |= (long) (part & 0x7F) << shift;
            if (part < 0x80) {
                return value;
            }
        }
        throw new BrokenFileException("a number in it has no end");
    }

    private long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** {@return a field that must be a number} */
    static long number(Map<Integer, Object> fields, int field) {
        return of(fields, field, Long.class);
    }

    /** {@return a field that must be text} */
    static String text(Object bytes) {
        if (bytes instanceof byte[] known) {
            return new String(known, StandardCharsets.UTF_8);
        }
        throw new BrokenFileException("a description in it has no text where one must be");
    }

    /** {@return a field that must be a list} */
    static List<?> list(Map<Integer, Object> fields, int field) {
        return of(fields, field, List.class);
    }

    /** {@return a field that must be a structure} */
    static Map<Integer, Object> struct(Map<Integer, Object> fields, int field) {
        return struct(of(fields, field, Map.class));
    }

    /** {@return what must be a structure} */
    @SuppressWarnings("unchecked") // every map comes from struct(int)
    static Map<Integer, Object> struct(Object value) {
        if (value instanceof Map<?, ?> known) {
            return (Map<Integer, Object>) known;
        }
        throw new BrokenFileException("a description in it has no structure where one must be");
    }

    private static <T> T of(Map<Integer, Object> fields, int field, Class<T> type) {
        Object value = fields.get(field);
        if (!type.isInstance(value)) {
            throw new BrokenFileException("a description in it lacks its part " + field);
        }
        return type.cast(value);
    }
}
