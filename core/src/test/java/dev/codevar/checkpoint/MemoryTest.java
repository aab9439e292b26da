package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
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
        warmUp(file.resolveSibling("tiny.pth"));
        AtomicLong peak = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        System.gc();
        try (Resident resident = new Resident()) {
            long before = resident.bytes();
            Thread watcher = new Thread(() -> {
                while (!done.get()) {
                    peak.set(Math.max(peak.get(), resident.bytes() - before));
                }
            });
            watcher.start();
            load(file);
            done.set(true);
            watcher.join();
        }
        long result = (long) TENSORS * TENSOR_BYTES / 2;
        assertThat(peak.get()).isPositive().isLessThan(result + TENSOR_BYTES + SLACK);
    }

    /** Loads the native code and starts its threads, without teaching the allocator to keep large blocks. */
    private static void warmUp(Path tiny) {
        PthFiles.write(tiny, Map.of("t", PthFiles.floats("0", 1, 2)));
        try (Checkpoint checkpoint = Checkpoint.open(tiny);
                PointerScope scope = new PointerScope()) {
            assertThat(new Weights(checkpoint, ScalarType.BFloat16).take("t", 2).numel())
                    .isEqualTo(2);
        }
    }

    private static void load(Path file) {
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            Weights weights = new Weights(checkpoint, ScalarType.BFloat16);
            for (int i = 0; i < TENSORS; i++) {
                weights.take("t" + i, TENSOR_BYTES / 4);
            }
            weights.finish();
        }
    }

    /** The process's resident memory, read without making garbage, which would be counted too. */
    private static final class Resident implements AutoCloseable {
        private static final long PAGE = 4096;
        private final byte[] line = new byte[256];
        private final RandomAccessFile statm;

        Resident() throws IOException {
            statm = new RandomAccessFile("/proc/self/statm", "r");
        }

        /** {@return resident bytes: VmRSS, the second number of statm, in pages} */
        long bytes() {
            try {
                statm.seek(0);
                int length = statm.read(line);
                int at = 0;
                while (at < length && line[at] != ' ') {
                    at++;
                }
                long pages = 0;
                for (at++; at < length && line[at] != ' '; at++) {
                    pages = pages * 10 + line[at] - '0';
                }
                return pages * PAGE;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            statm.close();
        }
    }
}
