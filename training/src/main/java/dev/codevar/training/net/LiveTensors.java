package dev.codevar.training.net;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model's parameters by their published names, as a training step uses them: a layer gets the tensors themselves, not
 * copies, so that gradients reach them and an optimiser's changes show at once.
 */
final class LiveTensors implements TensorSource {
    private final Map<String, Tensor> live;
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

    /**
     * @param live every parameter, and no other tensor; stays the caller's
     * @param shapes what there must be
     */
    LiveTensors(Map<String, Tensor> live, Map<String, List<Long>> shapes) {
        this.live = live;
        shapes.forEach((name, shape) -> {
            Tensor tensor = live.get(name);
            if (tensor == null) {
                throw new BrokenFileException("parameter " + name + " is missing (expected shape " + shape + ")");
            }
            List<Long> sizes =
                    LongStream.range(0, tensor.dim()).mapToObj(tensor::size).toList();
            if (!sizes.equals(shape)) {
                throw new BrokenFileException("parameter " + name + " has shape " + sizes + ", expected " + shape);
            }
            infos.put(name, new TensorInfo(name, StoredType.of(tensor.scalar_type()), shape));
        });
        List<String> left = new ArrayList<>(live.keySet());
        left.removeAll(shapes.keySet());
        if (!left.isEmpty()) {
            throw new BrokenFileException("parameter " + left.get(0) + " is not part of this model");
        }
    }

    /** {@return the parameter of that name} */
    Tensor get(String name) {
        Tensor tensor = live.get(name);
        if (tensor == null) {
            throw new BrokenFileException("parameter " + name + " is missing");
        }
        return tensor;
    }

    /** {@return x·Wᵀ + b, with the weight and bias under {@code prefix}} */
    Tensor linear(String prefix, Tensor x_rI) {
        return Products.linear(x_rI, get(prefix + "weight"), get(prefix + "bias"));
    }

    @Override
    public String describe() {
        return "parameters";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(infos);
    }

    /** {@return the parameter itself, behind a handle of its own: nothing is copied, nothing converted} */
    @Override
    public Tensor load(String name, ScalarType type) {
        Tensor tensor = get(name);
        StoredType stored = StoredType.of(tensor.scalar_type());
        StoredType wanted = StoredType.of(type);
        if (stored != wanted) {
            throw new BrokenFileException(
                    "parameter " + name + " is " + stored.describe() + ", expected " + wanted.describe());
        }
        return new Tensor(tensor);
    }
}
