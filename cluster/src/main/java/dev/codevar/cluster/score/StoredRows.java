package dev.codevar.cluster.score;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.FeatureColumns;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/** Features in files of rows on any Hadoop file system, of which a task reads what it needs. */
public final class StoredRows implements Features, FeatureColumns {
    private static final int BYTES_TOGETHER = 4 << 20;

    private final RowPlace place;
    private final OutputFolder folder;
    private final TreeMap<Integer, RowPlace.Piece> pieces = new TreeMap<>();
    private final int count;

    public StoredRows(RowPlace place, Configuration configuration) {
        this(place, new OutputFolder(place.folder(), configuration));
    }

    private StoredRows(RowPlace place, OutputFolder folder) {
        this.place = place;
        this.folder = folder;
        int rows = 0;
        for (RowPlace.Piece piece : place.pieces()) {
            pieces.put(rows, piece);
            rows += piece.rows();
        }
        this.count = rows;
    }

    /** {@return where they lie} */
    public RowPlace place() {
        return place;
    }

    @Override
    public Features columns(int first, int width) {
        return new StoredRows(place.columns(first, width), folder);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public int dimensions() {
        return place.width();
    }

    @Override
    public void read(int first, FloatBuffer target) {
        int row = first;
        int end = first + target.remaining() / place.width();
        int most = Math.max(1, BYTES_TOGETHER / (place.numbers() * Float.BYTES));
        while (row < end) {
            Map.Entry<Integer, RowPlace.Piece> piece = pieces.floorEntry(row);
            int left = piece.getKey() + piece.getValue().rows() - row;
            int rows = Math.min(Math.min(most, left), end - row);
            FloatBuffer numbers = numbers(piece.getValue().file(), row - piece.getKey(), rows);
            for (int i = 0; i < rows; i++) {
                target.put(numbers.slice(i * place.numbers() + place.column(), place.width()));
            }
            row += rows;
        }
    }

    /** Each file with a row that is wanted is opened once, and read from its beginning towards its end. */
    @Override
    public Features select(int... rows) {
        int d = place.width();
        float[] values = new float[Math.multiplyExact(rows.length, d)];
        Map<Map.Entry<Integer, RowPlace.Piece>, List<Integer>> byPiece = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparing(i -> rows[i]))
                .collect(Collectors.groupingBy(i -> pieces.floorEntry(rows[i])));
        byPiece.forEach((piece, wanted) -> {
            String file = piece.getValue().file();
            byte[] row = new byte[d * Float.BYTES];
            try (FSDataInputStream in = folder.open(file)) {
                for (int i : wanted) {
                    in.seek(((long) (rows[i] - piece.getKey()) * place.numbers() + place.column()) * Float.BYTES);
                    in.readFully(row);
                    floats(row).get(values, i * d, d);
                }
            } catch (IOException e) {
                throw cannotRead(file, e);
            }
        });
        return new FeatureArray(values, d);
    }

    private static FloatBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    }

    private CodeVarException cannotRead(String file, IOException e) {
        return CodeVarException.whileReading("cannot read " + folder.address(file) + ": " + IoReason.of(e), e);
    }

    private FloatBuffer numbers(String file, int row, int rows) {
        byte[] bytes = new byte[rows * place.numbers() * Float.BYTES];
        try {
            folder.read(file, (long) row * place.numbers() * Float.BYTES, bytes);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
        return floats(bytes);
    }

    /** Nothing stays open between reads. */
    @Override
    public void close() {}
}
