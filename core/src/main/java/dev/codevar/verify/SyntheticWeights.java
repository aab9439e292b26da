package dev.codevar.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights that follow from their names: {@code weights.json} lists every tensor with its shape and range, and each value is a
 * hash of the name, a seed and its place (FNV-1a, then SplitMix64).
 */
public final class SyntheticWeights implements TensorSource {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final Path file;
    private final String prefix;
    private final long seed;
    private final Map<String, JsonNode> entries = new LinkedHashMap<>();
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /**
     * @param file {@code weights.json}
     * @param prefix which of its tensors belong to this model, as {@code vae.}
     * @param seed the case's weight seed
     */
    public SyntheticWeights(Path file, String prefix, long seed) {
        this.file = file;
        this.prefix = prefix;
        this.seed = seed;
        JsonNode all;
        try {
            all = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        for (JsonNode entry : all) {
            String name = entry.path("name").asText();
            if (name.startsWith(prefix)) {
                String key = name.substring(prefix.length());
                List<Long> shape = new ArrayList<>();
                entry.path("shape").forEach(size -> shape.add(size.asLong()));
                entries.put(key, entry);
                tensors.put(key, new TensorInfo(key, StoredType.FLOAT32, shape));
            }
        }
    }

    @Override
    public String describe() {
        return file.toString();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        JsonNode entry = entries.get(name);
        TensorInfo info = tensors.get(name);
        if (entry == null || info == null) {
            throw new BrokenFileException(file + " has no tensor " + prefix + name);
        }
        float[] values = new float[Math.toIntExact(info.elements())];
        float scale = (float) entry.path("scale").asDouble();
        float offset = (float) entry.path("offset").asDouble();
        long hash = fnv1a(prefix + name) + seed * GOLDEN_GAMMA;
        for (int i = 0; i < values.length; i++) {
            values[i] = (unit(i + hash) * 2 - 1) * scale + offset;
        }
        requireFirst(entry, values);
        long[] shape = info.shape().stream().mapToLong(size -> size).toArray();
        return Tensor.create(values, shape).to(type);
    }

    /** The file states the first values of every tensor, so that a wrong formula is found here and not in the pictures. */
    private void requireFirst(JsonNode entry, float[] values) {
        JsonNode first = entry.path("first");
        for (int i = 0; i < first.size(); i++) {
            if (values[i] != (float) first.get(i).asDouble()) {
                throw new BrokenFileException(file + ": value " + i + " of "
                        + entry.path("name").asText() + " is " + values[i] + ", expected " + first.get(i));
            }
        }
    }

    private static float unit(long counter) {
        long x = counter * GOLDEN_GAMMA;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        x ^= x >>> 31;
        return (x >>> 40) * 0x1.0p-24f;
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }
}
