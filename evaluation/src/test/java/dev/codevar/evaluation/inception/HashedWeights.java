package dev.codevar.evaluation.inception;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Weights that follow from their names, as {@code golden.py} computes them: FNV-1a of the name, then SplitMix64. */
record HashedWeights(Map<String, TensorInfo> tensors) implements TensorSource {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    static HashedWeights of(Architecture architecture) {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        architecture
                .tensors()
                .forEach((name, shape) -> infos.put(name, new TensorInfo(name, StoredType.FLOAT32, shape)));
        return new HashedWeights(infos);
    }

    @Override
    public String describe() {
        return "hashed weights";
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        return Tensor.create(values(name), info(name).dims()).to(type);
    }

    TensorInfo info(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** {@return the numbers of a tensor, the last index fastest} */
    float[] values(String name) {
        List<Long> shape = info(name).shape();
        double inputs = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        double scale = 0.25;
        double offset = 0;
        if (name.endsWith("conv.weight")) {
            scale = Math.sqrt(6 / inputs);
        } else if (name.equals("fc.weight")) {
            scale = Math.sqrt(3 / inputs);
        } else if (name.equals("fc.bias")) {
            scale = 0.1;
        } else if (name.endsWith("bn.weight")) {
            offset = 1;
        } else if (name.endsWith("bn.bias")) {
            offset = 0.1;
        } else if (name.endsWith("running_var")) {
            scale = 0.5;
            offset = 1;
        }
        float[] values = new float[(int) info(name).elements()];
        long hash = fnv1a(name);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (uniform(i + hash) * scale + offset);
        }
        return values;
    }

    private static double uniform(long counter) {
        long x = counter * GOLDEN_GAMMA;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        x ^= x >>> 31;
        return (x >>> 40) * 0x1.0p-23 - 1;
    }

    private static long fnv1a(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return hash;
    }
}
