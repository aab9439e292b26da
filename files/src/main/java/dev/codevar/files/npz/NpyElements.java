package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Makes numbers of an array's bytes: only of types that the wanted kind of number holds exactly.
 *
 * @param stream the array's data, read on from where it is
 */
record NpyElements(NpyStream stream) {

    /** Takes some of the elements that were read. */
    private interface Taker {
        void take(ByteBuffer bytes, int first, int count);
    }

    int floats(float[] target) {
        require("float", Set.of(NpyType.UINT8, NpyType.FLOAT16, NpyType.FLOAT32));
        return read(target.length, (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                target[first + i] = (float) type().doubleAt(bytes, i);
            }
        });
    }

    int doubles(double[] target) {
        require("double", Set.of(NpyType.UINT8, NpyType.FLOAT16, NpyType.FLOAT32, NpyType.FLOAT64, NpyType.INT32));
        return read(target.length, (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                target[first + i] = type().doubleAt(bytes, i);
            }
        });
    }

    int longs(long[] target) {
        require("long", Set.of(NpyType.UINT8, NpyType.INT32, NpyType.INT64));
        return read(target.length, (bytes, first, count) -> {
            for (int i = 0; i < count; i++) {
                boolean wide = type() == NpyType.INT64;
                target[first + i] = wide ? bytes.getLong(8 * i) : (long) type().doubleAt(bytes, i);
            }
        });
    }

    private NpyType type() {
        return stream.header().type();
    }

    private int read(int most, Taker taker) {
        int width = type().bytes();
        int wanted = (int) Math.min(most, stream.bytesLeft() / width);
        ByteBuffer chunk = ByteBuffer.allocate((int) Math.min((long) wanted * width, NpyStream.CHUNK_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        int done = 0;
        while (done < wanted) {
            int count = Math.min(wanted - done, NpyStream.CHUNK_BYTES / width);
            stream.read(chunk.array(), 0, count * width);
            taker.take(chunk, done, count);
            done += count;
        }
        return wanted;
    }

    private void require(String wanted, Set<NpyType> legal) {
        if (!legal.contains(type())) {
            throw stream.failure(new BrokenFileException(
                    "its elements are " + type().description() + ", which a " + wanted + " cannot hold exactly"));
        }
        if (stream.bytesLeft() % type().bytes() != 0) {
            throw new IllegalStateException("the bytes read before end within an element");
        }
    }
}
