package dev.codevar.files.npz;

import static dev.codevar.files.npz.NpzFixtures.FOLDER;
import static dev.codevar.files.npz.NpzFixtures.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What numpy wrote is read. */
class NpzReaderTest {

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "deflated.npz", "zip64.npz"})
    void readsEveryArray(String file) {
        try (NpzReader npz = NpzReader.open(FOLDER.resolve(file))) {
            assertThat(npz.names()).isEqualTo(NpzFixtures.NAMES);
            assertThat(npz.header("arr_0")).isEqualTo(NpzFixtures.PIXELS_HEADER);
            assertThat(NpzFixtures.readAll(npz.stream("arr_0"))).isEqualTo(ByteBuffer.wrap(NpzFixtures.pixels()));
            try (NpyStream floats = npz.stream("floats", NpyType.FLOAT32, NpyHeader.ANY, 3)) {
                float[] values = new float[6];
                assertThat(floats.readFloats(values)).isEqualTo(6);
                assertThat(values).containsExactly(NpzFixtures.FLOATS);
            }
            assertThat(doubles(npz, "doubles", 5)).containsExactly(NpzFixtures.DOUBLES);
            assertThat(doubles(npz, "labels", 3)).containsExactly(-1, 0, 999);
            assertThat(doubles(npz, "scalar", 1)).containsExactly(0.5);
            assertThat(npz.header("scalar").shape()).isEmpty();
            assertThat(longs(npz, "labels", 3)).containsExactly(-1, 0, 999);
            assertThat(longs(npz, "counts", 2)).containsExactly(NpzFixtures.COUNTS);
            assertThat(longs(npz, "größe", 1)).containsExactly(7);
            try (NpyStream none = npz.stream("none")) {
                assertThat(none.header()).isEqualTo(NpyHeader.of(NpyType.FLOAT32, 0, 2));
                assertThat(none.rowsLeft()).isZero();
                assertThat(none.readRows(3)).isEmpty();
            }
        }
    }

    private static double[] doubles(NpzReader npz, String name, int count) {
        try (NpyStream array = npz.stream(name)) {
            double[] values = new double[count + 1];
            assertThat(array.readDoubles(values)).isEqualTo(count);
            return Arrays.copyOf(values, count);
        }
    }

    private static long[] longs(NpzReader npz, String name, int count) {
        try (NpyStream array = npz.stream(name)) {
            long[] values = new long[count + 1];
            assertThat(array.readLongs(values)).isEqualTo(count);
            return Arrays.copyOf(values, count);
        }
    }

    @Test
    void readsRowsAndBuffersOfTwoArraysInTurn() {
        try (NpzReader npz = NpzReader.open(FOLDER.resolve("deflated.npz"));
                NpyStream pixels = npz.stream("arr_0");
                NpyStream again = npz.stream("arr_0")) {
            byte[] expected = NpzFixtures.pixels();
            assertThat(pixels.readRows(1)).isEqualTo(Arrays.copyOf(expected, 36));
            ByteBuffer direct = ByteBuffer.allocateDirect(50);
            assertThat(again.read(direct)).isEqualTo(50);
            assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(expected, 0, 50));
            assertThat(pixels.rowsLeft()).isEqualTo(1);
            assertThat(pixels.readRows(5)).isEqualTo(Arrays.copyOfRange(expected, 36, 72));
            assertThat(pixels.readRows(5)).isEmpty();
            assertThat(again.bytesLeft()).isEqualTo(22);
            ByteBuffer rest = ByteBuffer.allocate(100);
            assertThat(again.read(rest)).isEqualTo(22);
            assertThat(rest.flip()).isEqualTo(ByteBuffer.wrap(expected, 50, 22));
            assertThatThrownBy(() -> pixels.readRows(0)).isInstanceOf(InvalidInputException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pixels.npy", "version2.npy", "version3.npy"})
    void readsSingleArrays(String file) {
        try (NpyStream pixels = NpyFile.open(FOLDER.resolve(file))) {
            assertThat(pixels.header()).isEqualTo(NpzFixtures.PIXELS_HEADER);
            assertThat(NpzFixtures.readAll(pixels)).isEqualTo(ByteBuffer.wrap(NpzFixtures.pixels()));
        }
    }

    /** numpy made the same numbers of these in other orders. */
    @ParameterizedTest
    @CsvSource({"f2,FLOAT16", "f4,FLOAT32", "f8,FLOAT64", "i4,INT32", "i8,INT64"})
    void readsOtherOrdersOfBytesAndDimensions(String kind, NpyType type) {
        for (String order : new String[] {"big_", "both_"}) {
            try (NpyStream stream = NpyFile.open(FOLDER.resolve(order + kind + ".npy"))) {
                assertThat(stream.header()).isEqualTo(NpyHeader.of(type, 2, 3, 5));
                for (int i = 0; i < 30; ) {
                    // In parts that end within what is read ahead.
                    double[] some = new double[7];
                    long[] whole = new long[7];
                    int read = type == NpyType.INT64 ? stream.readLongs(whole) : stream.readDoubles(some);
                    assertThat(read).isEqualTo(Math.min(7, 30 - i));
                    for (int j = 0; j < read; j++, i++) {
                        assertThat(type == NpyType.INT64 ? whole[j] : some[j])
                                .as("%s %d", order, i)
                                .isEqualTo(i * 17 - 100);
                    }
                }
            }
        }
    }

    @Test
    void readsArraysInFortranOrder() {
        float[] floats = new float[6];
        try (NpyStream stream = NpyFile.open(FOLDER.resolve("fortran.npy"))) {
            assertThat(stream.readFloats(floats)).isEqualTo(6);
        }
        assertThat(floats).isEqualTo(NpzFixtures.FLOATS);
        try (NpyStream stream = NpyFile.open(FOLDER.resolve("fortran4.npy"))) {
            assertThat(stream.readRows(1)).isEqualTo(Arrays.copyOf(NpzFixtures.pixels(), 36));
        }
        try (NpzReader npz = NpzReader.open(FOLDER.resolve("orders.npz"));
                NpyStream big = npz.stream("big")) {
            assertThat(NpzFixtures.readAll(npz.stream("fortran"))).isEqualTo(ByteBuffer.wrap(NpzFixtures.pixels()));
            double[] doubles = new double[5];
            assertThat(big.readDoubles(doubles)).isEqualTo(5);
            assertThat(doubles).isEqualTo(NpzFixtures.DOUBLES);
        }
    }

    @Test
    void readsHalves() {
        float[] values = new float[11];
        try (NpyStream halves = NpyFile.open(FOLDER.resolve("halves.npy"))) {
            assertThat(halves.readFloats(values)).isEqualTo(11);
        }
        assertThat(values)
                .containsExactly(
                        0,
                        -0.0F,
                        1,
                        -2,
                        65504,
                        0x1p-14F,
                        0x1p-24F,
                        0x1.554p-2F,
                        Float.POSITIVE_INFINITY,
                        Float.NEGATIVE_INFINITY,
                        Float.NaN);
    }

    @Test
    void refusesNumbersThatWouldChange() {
        Path file = FOLDER.resolve("stored.npz");
        try (NpzReader npz = NpzReader.open(file);
                NpyStream doubles = npz.stream("doubles");
                NpyStream counts = npz.stream("counts")) {
            refuses(file, () -> doubles.readFloats(new float[1]), "'doubles'", "<f8", "float");
            refuses(file, () -> doubles.readLongs(new long[1]), "'doubles'", "<f8", "long");
            refuses(file, () -> counts.readDoubles(new double[1]), "'counts'", "<i8", "double");
        }
    }

    @Test
    void refusesOtherNamesTypesAndShapes() {
        Path file = FOLDER.resolve("stored.npz");
        try (NpzReader npz = NpzReader.open(file)) {
            refuses(file, () -> npz.stream("mu"), "no array 'mu'", "'arr_0', 'floats'", "and 3 more");
            refuses(
                    file,
                    () -> npz.stream("floats", NpyType.UINT8, NpyHeader.ANY, 3),
                    "'floats'",
                    "it is <f4 (2, 3), wanted is |u1 (any, 3)");
        }
    }

    @Test
    void emptyFileHasNoArrays() {
        try (NpzReader npz = NpzReader.open(FOLDER.resolve("empty.npz"))) {
            assertThat(npz.names()).isEmpty();
        }
    }
}
