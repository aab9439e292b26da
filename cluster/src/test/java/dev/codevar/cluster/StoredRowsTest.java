package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.cluster.score.RowPlace;
import dev.codevar.cluster.score.StoredRows;
import dev.codevar.evaluation.score.matrix.Features;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in files of a store that counts how often one is opened. */
class StoredRowsTest {
    private static final int NUMBERS = 5;
    private static final int ROWS = 7;

    @TempDir
    Path temp;

    /** Number {@code c} of row {@code r} is 10r + c. */
    private StoredRows rows(int files) throws IOException {
        List<RowPlace.Piece> pieces = new ArrayList<>();
        for (int file = 0; file < files; file++) {
            ByteBuffer bytes = ByteBuffer.allocate(ROWS * NUMBERS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < ROWS * NUMBERS; i++) {
                bytes.putFloat(10 * (file * ROWS + i / NUMBERS) + i % NUMBERS);
            }
            Files.write(temp.resolve(file + ".rows"), bytes.array());
            pieces.add(new RowPlace.Piece(file + ".rows", ROWS));
        }
        Configuration hadoop = new Configuration();
        hadoop.set("fs.plain.impl", PlainStore.class.getName());
        return new StoredRows(new RowPlace("plain://" + temp, pieces, NUMBERS, 0, NUMBERS), hadoop);
    }

    private static float[] numbers(Features features) {
        FloatBuffer all = FloatBuffer.allocate(features.count() * features.dimensions());
        features.read(0, all);
        return all.array();
    }

    @Test
    void eachFileIsOpenedOnceForRowsInAnyOrder() throws IOException {
        StoredRows rows = rows(4);
        int before = PlainStore.OPENED.get();
        assertThat(numbers(rows.columns(1, 2).select(23, 0, 9, 22, 9, 8, 1)))
                .containsExactly(231, 232, 1, 2, 91, 92, 221, 222, 91, 92, 81, 82, 11, 12);
        // Rows 0 and 1, rows 8 and 9, rows 22 and 23.
        assertThat(PlainStore.OPENED.get() - before).isEqualTo(3);
    }

    @Test
    void rowsAcrossFiles() throws IOException {
        FloatBuffer some = FloatBuffer.allocate(3 * 2);
        rows(2).columns(3, 2).read(6, some);
        assertThat(some.array()).containsExactly(63, 64, 73, 74, 83, 84);
    }
}
