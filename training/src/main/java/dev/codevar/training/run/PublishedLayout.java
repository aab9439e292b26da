package dev.codevar.training.run;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.pyramid.Pyramid;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A transformer's weights with the level of every position, as published files have it: only that tells the scales. */
record PublishedLayout(TensorSource weights, Pyramid pyramid) implements TensorSource {
    private static final String LEVELS = "lvl_1L";

    /** Adds the levels to a file of weights, unless they are there. */
    static void complete(Path file, Pyramid pyramid) {
        try (Checkpoint weights = Checkpoint.open(file)) {
            if (!weights.tensors().containsKey(LEVELS)) {
                Safetensors.write(file, new PublishedLayout(weights, pyramid), weights.metadata());
            }
        }
    }

    @Override
    public String describe() {
        return weights.describe();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        Map<String, TensorInfo> all = new LinkedHashMap<>(weights.tensors());
        all.put(LEVELS, new TensorInfo(LEVELS, StoredType.INT64, List.of(1L, (long) pyramid.length())));
        return Collections.unmodifiableMap(all);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        if (!name.equals(LEVELS)) {
            return weights.load(name, type);
        }
        long[] levels = IntStream.range(0, pyramid.scales())
                .flatMap(k -> IntStream.generate(() -> k).limit(pyramid.tokens(k)))
                .asLongStream()
                .toArray();
        return Tensor.create(levels, 1, levels.length);
    }
}
