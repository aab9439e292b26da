package dev.codevar.training.task.tokens;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How a sequence lies in a file that is not finished: its class, and its tokens.
 *
 * @param length how many tokens it has
 * @param idBytes how many bytes a token takes: 2 or 4
 */
record TokenRecord(int length, int idBytes) {
    /** In the place of a class: the picture cannot be read, and the tokens mean nothing. */
    static final int LEFT_OUT = -1;

    int bytes() {
        return Integer.BYTES + length * idBytes;
    }

    /**
     * @param ids of several sequences, one after the other
     * @param sequence which of them
     */
    byte[] of(int label, int[] ids, int sequence) {
        ByteBuffer record = ByteBuffer.allocate(bytes()).putInt(label);
        for (int id : Arrays.copyOfRange(ids, sequence * length, (sequence + 1) * length)) {
            if (idBytes == Short.BYTES) {
                record.putShort((short) id);
            } else {
                record.putInt(id);
            }
        }
        return record.array();
    }

    int label(byte[] record) {
        return ByteBuffer.wrap(record).getInt();
    }

    IntStream ids(byte[] record) {
        ByteBuffer ids = ByteBuffer.wrap(record, Integer.BYTES, length * idBytes);
        return IntStream.generate(() -> idBytes == Short.BYTES ? ids.getShort() : ids.getInt())
                .limit(length);
    }
}
