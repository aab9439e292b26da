package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.ChildJvm;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Converting a checkpoint takes the memory of the result and of one tensor, however large the file. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryTest {
    private static final int TENSORS = 8;
    private static final int TENSOR_BYTES = 25 << 20;
    private static final long SLACK = 40L << 20;

    @TempDir
    Path folder;

    @Test
    void safetensors() throws Exception {
        check(sparse(8));
    }

    @Test
    void safetensorsWhoseHeaderIsNotAligned() throws Exception {
        check(sparse(5));
    }

    @Test
    void pth() throws Exception {
        // One storage seen by all tensors: eight times the work, an eighth of the file.
        PthFiles.View zeros =
                PthFiles.view("0", StoredType.FLOAT32, ByteBuffer.allocate(TENSOR_BYTES), TENSOR_BYTES / 4L);
        Map<String, PthFiles.View> tensors = new LinkedHashMap<>();
        for (int i = 0; i < TENSORS; i++) {
            tensors.put("t" + i, zeros);
        }
        check(PthFiles.write(folder.resolve("shared.pth"), tensors));
    }

    /** {@return a file of zeros without disk blocks, whose data begin at a multiple of 8 plus {@code shift}} */
    private Path sparse(int shift) throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (long i = 0; i < TENSORS; i++) {
            header.append(i == 0 ? "" : ",").append("\"t").append(i).append("\":{\"dtype\":\"F32\",\"shape\":[");
            header.append(TENSOR_BYTES / 4).append("],\"data_offsets\":[").append(i * TENSOR_BYTES);
            header.append(",").append((i + 1) * TENSOR_BYTES).append("]}");
        }
        header.append("}");
        while (header.length() % 8 != shift % 8) {
            header.append(" ");
        }
        byte[] start = HostileSafetensorsTest.file(header.toString(), new byte[0]);
        Path file = folder.resolve("sparse.safetensors");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.write(start);
            sparse.setLength(start.length + (long) TENSORS * TENSOR_BYTES);
        }
        return file;
    }

    private static void check(Path file) throws Exception {
        long[] peak = ChildJvm.numbers(
                MemoryProbe.class, file.toString(), String.valueOf(TENSORS), String.valueOf(TENSOR_BYTES / 4));
        long result = (long) TENSORS * TENSOR_BYTES / 2;
        assertThat(peak[0]).isBetween(result, result + TENSOR_BYTES + SLACK);
    }
}
