package dev.codevar.checkpoint;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A process of its own that loads a checkpoint as bfloat16 and prints by how many bytes its resident memory rose at most. */
final class MemoryProbe {

    private MemoryProbe() {}

    /** Takes the file, the number of its tensors t0, t1, … and the number of elements of each. */
    public static void main(String... arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int tensors = Integer.parseInt(arguments[1]);
        long elements = Long.parseLong(arguments[2]);
        warmUp(file.resolveSibling("tiny.pth"));
        AtomicLong peak = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        try (Resident resident = new Resident()) {
            long before = resident.bytes();
            Thread watcher = new Thread(() -> {
                while (!done.get()) {
                    peak.set(Math.max(peak.get(), resident.bytes() - before));
                }
            });
            watcher.start();
            load(file, tensors, elements);
            done.set(true);
            watcher.join();
        }
        System.out.println(peak.get());
    }

    /** Loads the native code and starts its threads, without teaching the allocator to keep large blocks. */
    private static void warmUp(Path tiny) {
        PthFiles.write(tiny, Map.of("t", PthFiles.floats("0", 1, 2)));
        try (Checkpoint checkpoint = Checkpoint.open(tiny);
                PointerScope scope = new PointerScope()) {
            new Weights(checkpoint, ScalarType.BFloat16).take("t", 2);
        }
    }

    private static void load(Path file, int tensors, long elements) {
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            Weights weights = new Weights(checkpoint, ScalarType.BFloat16);
            for (int i = 0; i < tensors; i++) {
                weights.take("t" + i, elements);
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
