package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.PthFiles.View;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data are found wherever a file puts them: unaligned, beyond 4 GiB, in a zip64 archive. */
class DataPlacementTest {
    @TempDir
    Path folder;

    @Test
    void readsZip64Archives() throws IOException {
        View view = PthFiles.floats("0", 1, 2, 3);
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(Map.of("w", view)));
        entries.put("archive/data/0", view.storage().array());
        Path file = folder.resolve("zip64.pth");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
            zip.setUseZip64(Zip64Mode.Always);
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                CRC32 crc = new CRC32();
                crc.update(content.getValue());
                ZipArchiveEntry entry = new ZipArchiveEntry(content.getKey());
                entry.setMethod(ZipMethod.STORED.getCode());
                entry.setSize(content.getValue().length);
                entry.setCrc(crc.getValue());
                zip.putArchiveEntry(entry);
                zip.write(content.getValue());
                zip.closeArchiveEntry();
            }
        }
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("w", ScalarType.Float))).containsExactly(1, 2, 3);
        }
    }

    @Test
    void readsDataBeyondFourGibibytes() throws IOException {
        long large = 5L << 30;
        String header = "{\"large\":{\"dtype\":\"U8\",\"shape\":[" + large + "],\"data_offsets\":[0," + large + "]},"
                + "\"small\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[" + large + "," + (large + 4) + "]}}";
        byte[] start = HostileSafetensorsTest.file(header, new byte[0]);
        Path file = folder.resolve("large.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(start);
            sparse.seek(start.length + large);
            sparse.write(new byte[] {1, 2, 3, 4});
        }
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            assertThat(Values.of(checkpoint.load("small", ScalarType.Short))).containsExactly(0x201, 0x403);
        }
    }

    @Test
    void readsDataThatTheFileDoesNotAlign() {
        View numbers = PthFiles.longs("0", -5, Long.MAX_VALUE, 7, 8);
        Map<String, View> views = Map.of("n", numbers, "t", numbers.as(0, List.of(2L, 2L), List.of(1L, 2L)));
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(views));
        entries.put("archive/data/0", numbers.storage().array());
        for (int shift = 0; shift < 8; shift++) {
            Path file = PthFiles.write(folder.resolve("shifted" + shift), PthFiles.zip(entries, shift));
            try (Checkpoint checkpoint = Checkpoint.open(file);
                    PointerScope scope = new PointerScope()) {
                Tensor tensor = checkpoint.load("n", ScalarType.Long);
                assertThat(tensor.get(0).item_long()).isEqualTo(-5);
                assertThat(tensor.get(1).item_long()).isEqualTo(Long.MAX_VALUE);
                assertThat(tensor.get(3).item_long()).isEqualTo(8);
                Tensor transposed = checkpoint.load("t", ScalarType.Long);
                assertThat(transposed.get(0).get(1).item_long()).isEqualTo(7);
                assertThatThrownBy(() -> checkpoint.load("n", ScalarType.Short)).hasMessageContaining("do not fit");
            }
        }
    }

    @Test
    void readsLargeDataThatTheFileDoesNotAlign() {
        float[] values = new float[3_000_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        View large = PthFiles.floats("0", values);
        Map<String, byte[]> entries = PthFiles.entries(PthFiles.pickle(Map.of("w", large)));
        entries.put("archive/data/0", large.storage().array());
        Path file = PthFiles.write(folder.resolve("large"), PthFiles.zip(entries, 3));
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            float[] loaded = new float[values.length];
            checkpoint.load("w", ScalarType.Float).data_ptr_float().get(loaded);
            assertThat(loaded).isEqualTo(values);
            checkpoint
                    .load("w", ScalarType.Double)
                    .to(ScalarType.Float)
                    .data_ptr_float()
                    .get(loaded);
            assertThat(loaded).isEqualTo(values);
        }
    }
}
