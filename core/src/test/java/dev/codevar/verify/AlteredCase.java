package dev.codevar.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.TestModels;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** The first picture of a golden case, some of its tensors, and something that is wrong with it. */
final class AlteredCase {
    private static final int HEAD = 64;

    private final GoldenCase golden;
    private final Path folder;
    private @Nullable Integer swappedHeadsOfBlock;

    AlteredCase(String name, Path folder) {
        Libtorch.load();
        golden = GoldenCase.read(TestModels.golden(name));
        this.folder = folder;
    }

    /** Exchanges what the first two heads give, in one block of the drafter. */
    AlteredCase swapHeads(int block) {
        swappedHeadsOfBlock = block;
        return this;
    }

    /**
     * @param kept which tensors are compared; pictures and labels are kept anyway
     * @param change what is done to the expected tensors
     * @return the case's folder
     */
    Path write(Predicate<String> kept, Consumer<Map<String, Tensor>> change) {
        GoldenWeights weights = GoldenWeights.of(golden, false);
        write("vae.pth", weights.vae());
        write("refiner.safetensors", weights.refiner());
        TensorSource drafter = weights.drafter();
        write(
                "drafter.safetensors",
                swappedHeadsOfBlock == null
                        ? drafter
                        : new SwappedHeads(drafter, "blocks." + swappedHeadsOfBlock + ".attn.proj.weight"));
        Scoped.value(() -> {
            writeExpected(kept, change);
            return 0;
        });
        ObjectMapper mapper = new ObjectMapper();
        try {
            ObjectNode json = (ObjectNode)
                    mapper.readTree(golden.folder().resolve("case.json").toFile());
            json.put("large", "drafter.safetensors").put("small", "refiner.safetensors");
            json.putPOJO("labels", golden.labels().subList(0, 1));
            mapper.writeValue(folder.resolve("case.json").toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private void write(String name, TensorSource source) {
        try (source) {
            Safetensors.write(folder.resolve(name), source, Map.of());
        }
    }

    private void writeExpected(Predicate<String> kept, Consumer<Map<String, Tensor>> change) {
        try (Checkpoint all = Checkpoint.open(golden.folder().resolve("expected.safetensors"))) {
            Map<String, Tensor> some = new LinkedHashMap<>();
            List<String> always = List.of("image_u8", "vae.image_u8", "vae.label");
            all.tensors().forEach((name, info) -> {
                if (kept.test(name) || always.contains(name)) {
                    Tensor tensor = all.load(name, info.type().scalarType());
                    boolean perPicture = tensor.size(0) == golden.labels().size();
                    some.put(name, perPicture ? tensor.narrow(0, 0, 1) : tensor);
                }
            });
            change.accept(some);
            Safetensors.write(folder.resolve("expected.safetensors"), some, Map.of());
        }
    }

    /** A projection that takes the first head's channels for the second's, and the other way round. */
    private record SwappedHeads(TensorSource source, String projection) implements TensorSource {
        @Override
        public String describe() {
            return source.describe();
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            return source.tensors();
        }

        @Override
        public Tensor load(String name, ScalarType type) {
            Tensor loaded = source.load(name, type);
            if (name.equals(projection)) {
                swap(loaded.narrow(1, 0, HEAD), loaded.narrow(1, HEAD, HEAD));
            }
            return loaded;
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** Exchanges the values of two parts of a tensor. */
    static void swap(Tensor one, Tensor other) {
        Scoped.value(() -> {
            Tensor kept = one.clone();
            one.copy_(other);
            return other.copy_(kept).numel();
        });
    }
}
