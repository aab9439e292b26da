package dev.codevar.files.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is numpy's file to the byte, or nothing. */
class NpzWriterTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("written.npz");
    }

    private byte[] written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
        return Files.readAllBytes(file());
    }

    private static void writeAll(NpzWriter npz) {
        try (NpzArray pixels = npz.array("arr_0", NpzFixtures.PIXELS_HEADER)) {
            pixels.write(NpzFixtures.pixels());
        }
        try (NpzArray floats = npz.array("floats", NpyHeader.of(NpyType.FLOAT32, 2, 3))) {
            floats.write(NpzFixtures.FLOATS);
        }
        try (NpzArray doubles = npz.growing("doubles", NpyType.FLOAT64)) {
            doubles.write(NpzFixtures.DOUBLES);
        }
        try (NpzArray labels = npz.growing("labels", NpyType.INT32)) {
            labels.write(NpzFixtures.LABELS);
        }
        try (NpzArray counts = npz.growing("counts", NpyType.INT64, 1)) {
            for (long count : NpzFixtures.COUNTS) {
                counts.write(new long[] {count});
            }
        }
        try (NpzArray scalar = npz.array("scalar", NpyHeader.of(NpyType.FLOAT64))) {
            scalar.write(new double[] {0.5});
        }
        try (NpzArray none = npz.growing("none", NpyType.FLOAT32, 2)) {
            assertThat(none.header()).isEqualTo(NpyHeader.of(NpyType.FLOAT32, 0, 2));
        }
        try (NpzArray size = npz.array("größe", NpyHeader.of(NpyType.UINT8, 1))) {
            size.write(new byte[] {7});
        }
        npz.commit();
    }

    @Test
    void writesWhatSavezWrites() throws IOException {
        try (NpzWriter npz = NpzWriter.create(file())) {
            writeAll(npz);
        }
        assertThat(written()).isEqualTo(NpzFixtures.bytes("stored.npz"));
    }

    @Test
    void writesLargeArchivesAsPythonDoes() throws IOException {
        try (NpzWriter npz = NpzWriter.create(file(), new ZipRecords(150))) {
            writeAll(npz);
        }
        assertThat(written()).isEqualTo(NpzFixtures.bytes("zip64.npz"));
    }

    @Test
    void writesEmptyArchives() throws IOException {
        try (NpzWriter npz = NpzWriter.create(file())) {
            npz.commit();
        }
        assertThat(written()).isEqualTo(NpzFixtures.bytes("empty.npz"));
    }

    @Test
    void patchesTheFirstDimensionHoweverItWasWritten() throws IOException {
        byte[] pixels = NpzFixtures.pixels();
        try (NpzWriter npz = NpzWriter.create(file())) {
            try (NpzArray array = npz.growing("arr_0", NpyType.UINT8, 3, 4, 3)) {
                array.write(Arrays.copyOf(pixels, 20));
                ByteBuffer direct = ByteBuffer.allocateDirect(100);
                direct.position(30).put(pixels, 20, 52).flip().position(30);
                array.write(direct);
                assertThat(direct.remaining()).isZero();
                assertThat(array.header()).isEqualTo(NpzFixtures.PIXELS_HEADER);
            }
            npz.commit();
        }
        assertThat(written()).isEqualTo(NpzFixtures.bytes("one.npz"));
    }

    @Test
    void whatIsLargerThanABufferIsReadBack() {
        float[] floats = new float[3_000_000];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = i;
        }
        try (NpzWriter npz = NpzWriter.create(file())) {
            try (NpzArray array = npz.growing("a", NpyType.FLOAT32, 3)) {
                array.write(floats);
            }
            try (NpzArray array = npz.growing("b", NpyType.UINT8)) {
                array.write(new byte[5_000_000]);
            }
            npz.commit();
        }
        try (NpzReader npz = NpzReader.open(file());
                NpyStream array = npz.stream("a", NpyType.FLOAT32, 1_000_000, 3)) {
            float[] read = new float[floats.length];
            assertThat(array.readFloats(read)).isEqualTo(read.length);
            assertThat(Arrays.equals(read, floats)).isTrue();
            assertThat(NpzFixtures.readAll(npz.stream("b")).remaining()).isEqualTo(5_000_000);
        }
    }

    @Test
    void withoutCommitNothingIsLeftAndTheOldFileStays() throws IOException {
        Files.writeString(file(), "old");
        try (NpzWriter npz = NpzWriter.create(file())) {
            try (NpzArray array = npz.growing("a", NpyType.UINT8)) {
                array.write(new byte[3]);
            }
        }
        assertThat(written()).asString().isEqualTo("old");
        try (NpzWriter npz = NpzWriter.create(file())) {
            npz.commit();
        }
        assertThat(written()).isEqualTo(NpzFixtures.bytes("empty.npz"));
    }

    @Test
    void refusesTooMuchTooLittleAndHalfARow() {
        try (NpzWriter npz = NpzWriter.create(file())) {
            NpzArray exact = npz.array("a", NpyHeader.of(NpyType.UINT8, 2, 2));
            assertThatThrownBy(() -> exact.write(new byte[5]))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("array 'a', |u1 (2, 2), takes 4 bytes, got 5 or more");
            assertThatThrownBy(() -> exact.write(new float[1]))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("array 'a' is of |u1, got <f4");
            exact.write(new byte[3]);
            assertThatThrownBy(exact::close)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("array 'a', |u1 (2, 2) of 4 bytes, cannot end after 3");
            assertThatThrownBy(npz::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> npz.growing("b", NpyType.UINT8)).isInstanceOf(IllegalStateException.class);
        }
        try (NpzWriter npz = NpzWriter.create(file())) {
            NpzArray growing = npz.growing("a", NpyType.FLOAT32, 3);
            growing.write(new float[4]);
            assertThatThrownBy(growing::close)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("array 'a', rows of 12 bytes, cannot end after 16");
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void refusesNamesAndOrders() {
        try (NpzWriter npz = NpzWriter.create(file())) {
            NpzArray array = npz.growing("a", NpyType.UINT8);
            assertThatThrownBy(() -> npz.growing("b", NpyType.UINT8)).isInstanceOf(IllegalStateException.class);
            array.close();
            array.close();
            assertThatThrownBy(() -> array.write(new byte[1])).isInstanceOf(IllegalStateException.class);
            for (String name : new String[] {"a", "", "b\n", "x".repeat(1001)}) {
                assertThatThrownBy(() -> npz.growing(name, NpyType.UINT8)).isInstanceOf(InvalidInputException.class);
            }
            assertThatThrownBy(() -> npz.growing("b", NpyType.UINT8, 0)).isInstanceOf(InvalidInputException.class);
        }
    }

    @Test
    void saysInOneLineWhereItCannotWrite() {
        Path nowhere = folder.resolve("missing").resolve("a.npz");
        assertThatThrownBy(() -> NpzWriter.create(nowhere))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot write " + nowhere + ": no such file or folder");
        assertThatThrownBy(() -> NpzWriter.create(Path.of("/")))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot write /: it is a folder");
    }

    @Test
    void aFolderOfThatNameStays() throws IOException {
        try (NpzWriter npz = NpzWriter.create(file())) {
            Files.createDirectories(file().resolve("inside"));
            assertThatThrownBy(npz::commit)
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageStartingWith("cannot write " + file() + ": ");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }
}
