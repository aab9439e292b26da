package dev.codevar.checkpoint;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights that nobody trained: random values of the size that keeps activations near 1, made straight in the type asked for.
 * What a decode costs does not depend on the values, so a model can be measured without its file.
 */
public final class RandomWeights implements TensorSource {
    /**
     * So many values are drawn and then repeated: drawing billions one by one would take longer than what is measured. A
     * prime, so that no two rows of a matrix are alike.
     */
    private static final int DRAWN = 1_048_573;

    /** The logarithm of attention's scale, with which training begins. */
    private static final String ATTENTION_SCALE = "scale_mul_1H11";

    private static final double FIRST_ATTENTION_SCALE = Math.log(4);

    private final String name;
    private final Map<String, TensorInfo> tensors;
    private final float[] drawn = new float[DRAWN];

    /**
     * @param name what these are the weights of, for messages
     * @param shapes every tensor's sizes, outermost first
     * @param seed where the values come from
     */
    public RandomWeights(String name, Map<String, List<Long>> shapes, long seed) {
        this.name = name;
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        shapes.forEach((key, shape) -> infos.put(key, new TensorInfo(key, StoredType.FLOAT32, shape)));
        tensors = Collections.unmodifiableMap(infos);
        SplittableRandom random = new SplittableRandom(seed);
        double ofVarianceOne = Math.sqrt(3);
        for (int i = 0; i < DRAWN; i++) {
            drawn[i] = (float) ((2 * random.nextDouble() - 1) * ofVarianceOne);
        }
    }

    @Override
    public String describe() {
        return "random weights of " + name;
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** Matrices and kernels are scaled by their inputs, norms' weights are 1, and biases small. */
    @Override
    public Tensor load(String key, ScalarType type) {
        TensorInfo info = tensors.get(key);
        if (info == null) {
            throw new CodeVarException(describe() + ": there is no tensor " + OneLine.quote(key));
        }
        List<Long> shape = info.shape();
        if (key.endsWith(ATTENTION_SCALE)) {
            return torch.full(info.dims(), new Scalar(FIRST_ATTENTION_SCALE), new TensorOptions(type));
        }
        if (shape.size() == 1 && key.endsWith("weight")) {
            return torch.ones(info.dims(), new TensorOptions(type));
        }
        long inputs = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        return repeated(info, type, shape.size() == 1 ? 0.02 : 1 / Math.sqrt((double) inputs));
    }

    private Tensor repeated(TensorInfo info, ScalarType type, double size) {
        return Scoped.result(() -> {
            // No more than are needed: most tensors of a model are small.
            int count = (int) Math.max(1, Math.min(DRAWN, info.elements()));
            Tensor values = torch.empty(new long[] {count}, new TensorOptions(ScalarType.Float), null);
            values.data_ptr_float().put(drawn, 0, count);
            Tensor scaled = values.mul_(new Scalar(size)).to(type);
            Tensor flat = torch.empty(new long[] {info.elements()}, new TensorOptions(type), null);
            for (long begin = 0; begin < info.elements(); begin += count) {
                long length = Math.min(count, info.elements() - begin);
                flat.narrow(0, begin, length).copy_(scaled.narrow(0, 0, length));
            }
            return flat.view(info.dims());
        });
    }
}
