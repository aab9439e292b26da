package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.tensor.Libtorch;
import dev.codevar.verify.SyntheticWeights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Checkpoints of a tiny model: scales 1 2 3 4 6 8, 256 codes of 8 channels, 5 classes, shared AdaLN. */
final class TinyFiles {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/sharedaln128-tiny");
    private static final long WEIGHT_SEED = 2;

    /** Depth 2, as {@code torch.save} wrote it. */
    static final Path DRAFTER = GOLDEN.resolve("drafter.pth");
    /** Depth 1, as {@code torch.save} wrote it. */
    static final Path REFINER = GOLDEN.resolve("refiner.pth");

    private TinyFiles() {}

    /** Writes the VQ-VAE, which is too large to lie among the test's resources. */
    static Path vae(Path file) {
        Libtorch.load();
        Safetensors.write(file, new SyntheticWeights(GOLDEN.resolve("weights.json"), "vae.", WEIGHT_SEED), Map.of());
        return file;
    }

    /** {@return both transformers by role, the deeper one first} */
    static Map<String, Path> both() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("large", DRAFTER);
        files.put("little", REFINER);
        return files;
    }

    /** Writes {@code from} again with other tensors. */
    static Path changed(Path from, Path to, Consumer<Map<String, Tensor>> change) {
        Libtorch.load();
        try (PointerScope scope = new PointerScope();
                Checkpoint checkpoint = Checkpoint.open(from)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            checkpoint
                    .tensors()
                    .forEach((name, info) ->
                            tensors.put(name, checkpoint.load(name, info.type().scalarType())));
            change.accept(tensors);
            Safetensors.write(to, tensors, Map.of());
        }
        return to;
    }
}
