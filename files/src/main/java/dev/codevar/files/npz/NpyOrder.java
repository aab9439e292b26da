package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an array's elements lie in its file; {@link NpyStream} gives them little-endian and in C order, however they lie.
 *
 * @param bigEndian whether an element's highest byte is first
 * @param fortran whether the first dimension is the fastest
 */
record NpyOrder(boolean bigEndian, boolean fortran) {
    /** An array whose dimensions are turned round is in memory as a whole. */
    static final long MOST_FORTRAN_BYTES = 1L << 30;

    /**
     * {@return the data of {@code content}, little-endian and in C order; behind them whatever else there is}
     *
     * @throws BrokenFileException if they are too many to be turned round
     */
    InputStream ours(InputStream content, NpyHeader header) {
        boolean one = header.type().bytes() == 1;
        InputStream little =
                bigEndian && !one ? new Swapped(content, header.type().bytes()) : content;
        boolean turned =
                header.shape().stream().filter(dimension -> dimension > 1).count() > 1;
        if (!fortran || !turned || header.bytes() == 0) {
            return little;
        }
        if (header.bytes() > MOST_FORTRAN_BYTES) {
            throw new BrokenFileException("it is in Fortran order and has " + header.bytes() + " bytes; up to "
                    + MOST_FORTRAN_BYTES + " are read in this order (numpy.ascontiguousarray makes C order of it)");
        }
        return new Turned(little, header);
    }

    /** A stream that is read in parts: one byte is a part too. */
    private abstract static class ByParts extends InputStream {
        @Override
        public final int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public abstract int read(byte[] target, int offset, int length) throws IOException;
    }

    /** Elements with their bytes the other way round. */
    private static final class Swapped extends ByParts {
        private final InputStream content;
        private final int width;
        private final byte[] chunk = new byte[NpyStream.CHUNK_BYTES];
        private int at;
        private int end;

        Swapped(InputStream content, int width) {
            this.content = content;
            this.width = width;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (at == end) {
                fill();
            }
            int count = Math.min(length, end - at);
            System.arraycopy(chunk, at, target, offset, count);
            at += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        private void fill() throws IOException {
            at = 0;
            end = content.readNBytes(chunk, 0, chunk.length);
            for (int first = 0; first + width <= end; first += width) {
                for (int i = 0; i < width / 2; i++) {
                    byte high = chunk[first + i];
                    chunk[first + i] = chunk[first + width - 1 - i];
                    chunk[first + width - 1 - i] = high;
                }
            }
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /** Data in Fortran order, turned round when the first is asked for. */
    private static final class Turned extends ByParts {
        private final InputStream content;
        private final NpyHeader header;
        private @Nullable ByteBuffer turned;

        Turned(InputStream content, NpyHeader header) {
            this.content = content;
            this.header = header;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            ByteBuffer data = turned;
            if (data == null) {
                data = turn();
                turned = data;
            }
            int count = Math.min(length, data.remaining());
            data.get(target, offset, count);
            return count > 0 ? count : content.read(target, offset, length);
        }

        private ByteBuffer turn() throws IOException {
            int width = header.type().bytes();
            List<Long> shape = header.shape();
            int[] steps = new int[shape.size()];
            int step = width;
            for (int k = steps.length - 1; k >= 0; k--) {
                steps[k] = step;
                step *= shape.get(k).intValue();
            }
            int[] sizes = shape.stream().mapToInt(Long::intValue).toArray();
            // Beside the heap, which what is made of the data needs.
            ByteBuffer data = ByteBuffer.allocateDirect((int) header.bytes());
            int[] index = new int[sizes.length];
            byte[] chunk = new byte[NpyStream.CHUNK_BYTES];
            int place = 0;
            for (int left = data.capacity(); left > 0; ) {
                int count = content.readNBytes(chunk, 0, Math.min(left, chunk.length));
                left -= count;
                if (count < chunk.length && left > 0) {
                    throw new BrokenFileException("it ends early, " + left + " bytes are missing of " + header);
                }
                for (int from = 0; from < count; from += width) {
                    data.put(place, chunk, from, width);
                    place = next(place, index, sizes, steps);
                }
            }
            return data;
        }

        /** {@return the place of the next element in Fortran order, after its index is counted up} */
        private static int next(int place, int[] index, int[] sizes, int[] steps) {
            int at = place;
            for (int k = 0; k < index.length; k++) {
                index[k]++;
                at += steps[k];
                if (index[k] < sizes[k]) {
                    return at;
                }
                at -= steps[k] * sizes[k];
                index[k] = 0;
            }
            return at;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
