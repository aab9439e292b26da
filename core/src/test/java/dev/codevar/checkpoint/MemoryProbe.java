package dev.codevar.checkpoint;

import dev.codevar.tensor.HostMemory;
import java.nio.file.Path;
import java.util.Map;
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
        // The kernel's own peak: whoever only looks now and then misses it on a busy machine.
        HostMemory.resetPeak();
        long before = HostMemory.resident().orElseThrow();
        load(file, tensors, elements);
        System.out.println(HostMemory.peakResident().orElseThrow() - before);
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
}
