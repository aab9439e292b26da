package dev.codevar.evaluation.score.matrix;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.OpenFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Features in a file of little-endian float32 numbers, row by row and nothing else: whole rows, or neighbouring columns of them.
 * What is not asked for is not read.
 */
public final class FeatureFile implements Features, FeatureColumns {
    private static final int BYTES_TOGETHER = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long begin;
    private final int count;
    private final int rowNumbers;
    private final int column;
    private final int dimensions;

    private FeatureFile(
            Path file, FileChannel channel, long begin, int count, int rowNumbers, int column, int dimensions) {
        this.file = file;
        this.channel = channel;
        this.begin = begin;
        this.count = count;
        this.rowNumbers = rowNumbers;
        this.column = column;
        this.dimensions = dimensions;
    }

    /**
     * @param file whole rows of float32
     * @param dimensions the numbers of a row
     * @return its features, readable until closed
     */
    public static FeatureFile open(Path file, int dimensions) {
        return open(file, dimensions, 0);
    }

    /**
     * As {@link #open(Path, int)}, of what is behind something else.
     *
     * @param begin where the first row begins
     */
    public static FeatureFile open(Path file, int dimensions, long begin) {
        if (dimensions < 1) {
            throw new InvalidInputException("dimensions " + dimensions + " is less than 1");
        }
        try {
            return OpenFile.read(file, channel -> {
                int rows = rowsOf(file, channel.size() - begin, dimensions);
                return new FeatureFile(file, channel, begin, rows, dimensions, 0, dimensions);
            });
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static int rowsOf(Path file, long bytes, int dimensions) {
        long bytesOfRow = (long) dimensions * Float.BYTES;
        if (bytes < 0 || bytes % bytesOfRow != 0 || bytes / bytesOfRow > Integer.MAX_VALUE) {
            throw new InvalidInputException(
                    file + " is of " + bytes + " bytes, which are no rows of " + dimensions + " float32 numbers");
        }
        return (int) (bytes / bytesOfRow);
    }

    @Override
    public Features columns(int first, int width) {
        if (first < 0 || width < 1 || width > dimensions - first) {
            throw new InvalidInputException(
                    width + " columns from " + first + " do not lie within rows of " + dimensions + " numbers");
        }
        return new FeatureFile(file, channel, begin, count, rowNumbers, column + first, width);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void read(int first, FloatBuffer target) {
        // As many numbers as lie side by side: all of them, or those of one row.
        int together = dimensions == rowNumbers ? target.remaining() : dimensions;
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(BYTES_TOGETHER, (long) together * Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (long row = first; target.hasRemaining(); row++) {
                readTogether(begin + (row * rowNumbers + column) * Float.BYTES, together, bytes, target);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private void readTogether(long from, int numbers, ByteBuffer bytes, FloatBuffer target) throws IOException {
        long position = from;
        long end = from + (long) numbers * Float.BYTES;
        while (position < end) {
            bytes.clear().limit((int) Math.min(bytes.capacity(), end - position));
            if (!OpenFile.fill(channel, bytes, position)) {
                throw new EOFException("it ends early");
            }
            position += bytes.position();
            target.put(bytes.flip().asFloatBuffer());
        }
    }

    private static CodeVarException unreadable(Path file, IOException e) {
        return CodeVarException.cannotRead(file, e);
    }

    /** Closes the file. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }
}
