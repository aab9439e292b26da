package dev.codevar.models;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Pickles;
import dev.codevar.checkpoint.PthFiles;
import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Libtorch;
import dev.codevar.verify.SyntheticWeights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
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

    /** Writes the VQ-VAE and a transformer in one file, laid out as VAR's own trainer does, names beginning with {@code prefix}. */
    static Path trained(Path file, Path transformer, String prefix) {
        Libtorch.load();
        Map<String, View> var = new LinkedHashMap<>();
        Map<String, View> vae = new LinkedHashMap<>();
        try (TensorSource source = Checkpoint.open(transformer);
                TensorSource synthetic = new SyntheticWeights(GOLDEN.resolve("weights.json"), "vae.", WEIGHT_SEED)) {
            source.tensors().keySet().forEach(name -> var.put(prefix + name, view("var" + var.size(), source, name)));
            synthetic
                    .tensors()
                    .keySet()
                    .forEach(name -> vae.put(prefix + name, view("vae" + vae.size(), synthetic, name)));
        }
        Pickles pickle = Pickles.protocol2().ops("}(").text("epoch").number(3).text("trainer");
        pickle.ops("}(")
                .text("var_wo_ddp")
                .state(var)
                .text("vae_local")
                .state(vae)
                .ops("uu.");
        List<View> all =
                Stream.concat(var.values().stream(), vae.values().stream()).toList();
        return PthFiles.write(file, PthFiles.bytes(pickle.bytes(), all));
    }

    private static View view(String key, TensorSource source, String name) {
        TensorInfo info = Objects.requireNonNull(source.tensors().get(name));
        ByteBuffer bytes = ByteBuffer.allocate((int) info.bytes());
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = source.load(name, info.type().scalarType());
            new BytePointer(tensor.data_ptr()).get(bytes.array());
        }
        return PthFiles.view(key, info.type(), bytes, info.shape().toArray(Long[]::new));
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
