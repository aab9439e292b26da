package dev.codevar.files.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFrameTest {
    private static final NpyHeader HEADER = NpyHeader.of(NpyType.UINT8, 7, 5, 5, 3);
    private static final NpzFrame FRAME = new NpzFrame("arr_0", HEADER);

    @TempDir
    Path temp;

    private final byte[] data = new byte[(int) HEADER.bytes()];
    private Path grown = Path.of("");

    @BeforeEach
    void growsInItsPlace() throws IOException {
        new Random(1).nextBytes(data);
        grown = temp.resolve("grown.bin");
        try (RandomAccessFile file = new RandomAccessFile(grown.toFile(), "rw")) {
            int half = data.length / 2;
            file.seek(FRAME.dataOffset() + half);
            file.write(data, half, data.length - half);
            file.seek(FRAME.dataOffset());
            file.write(data, 0, half);
        }
    }

    @Test
    void theBytesAreTheWriters() throws IOException {
        Path written = temp.resolve("written.npz");
        try (NpzWriter npz = NpzWriter.create(written)) {
            try (NpzArray array = npz.array("arr_0", HEADER)) {
                array.write(data);
            }
            npz.commit();
        }
        FRAME.finish(grown, Crc32.of(data));
        assertThat(grown).hasSameBinaryContentAs(written);
        FRAME.finish(grown, Crc32.of(data));
        assertThat(grown).hasSameBinaryContentAs(written);
    }

    @Test
    void aWrongChecksumIsNoticedByWhoReads() {
        FRAME.finish(grown, Crc32.of(data) ^ 1);
        try (NpzReader reader = NpzReader.open(grown);
                NpyStream stream = reader.stream("arr_0")) {
            assertThatThrownBy(() -> stream.readRows(8))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void missingDataAreRefused() throws IOException {
        long end = FRAME.dataOffset() + HEADER.bytes();
        try (RandomAccessFile file = new RandomAccessFile(grown.toFile(), "rw")) {
            file.setLength(end - 1);
        }
        assertThatThrownBy(() -> FRAME.finish(grown, 0))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("cannot finish " + grown + ": it has " + (end - 1) + " bytes of at least " + end);
        assertThat(Files.size(grown)).isEqualTo(end - 1);
    }
}
