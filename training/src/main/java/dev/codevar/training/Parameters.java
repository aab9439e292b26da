package dev.codevar.training;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.CodeVarException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a training changes: named tensors that gather gradients. As a source of tensors they hand out copies, so a model can be
 * built from them, and a file written ({@link dev.codevar.checkpoint.Safetensors}), while they go on being trained.
 */
public final class Parameters implements TensorSource {
    /** As PyTorch's {@code clip_grad_norm_} has it. */
    private static final double CLIP_EPSILON = 1e-6;

    private final Owner owner = new Owner();
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();

    private Parameters() {
        Libtorch.load();
    }

    /**
     * Begins anew, in float32.
     *
     * @param shapes every parameter's sizes, outermost first, in the order that they keep
     * @param initialiser gives their values
     * @param device where they live
     */
    public static Parameters of(Map<String, List<Long>> shapes, Initialiser initialiser, Device device) {
        Compute compute = new Compute(device, Precision.FLOAT32);
        Parameters result = new Parameters();
        shapes.forEach((name, shape) -> {
            TensorInfo info = new TensorInfo(name, StoredType.FLOAT32, shape);
            float[] values = new float[Math.toIntExact(info.elements())];
            initialiser.fill(info, values);
            try (PointerScope making = new PointerScope()) {
                result.add(name, compute, ScalarType.Float, Tensor.create(values, info.dims()));
            }
        });
        return result;
    }

    /** As {@link #of(TensorSource, Predicate, Device, ScalarType)}: everything in float32. */
    public static Parameters of(TensorSource source, Device device) {
        return of(source, info -> true, device, ScalarType.Float);
    }

    /**
     * Goes on from tensors that are there.
     *
     * @param source has the values; stays the caller's
     * @param trained which of its tensors are parameters, rather than buffers
     * @param device where they live
     * @param type {@code Float}, or {@code Double} to check gradients with
     * @throws CodeVarException naming the tensor, if one is no floating-point tensor or not finite
     */
    public static Parameters of(TensorSource source, Predicate<TensorInfo> trained, Device device, ScalarType type) {
        Compute compute = new Compute(device, Precision.FLOAT32);
        Weights weights = new Weights(source, type);
        Parameters result = new Parameters();
        try {
            source.tensors().values().stream().filter(trained).forEach(info -> {
                try (PointerScope loading = new PointerScope()) {
                    result.add(info.name(), compute, type, weights.take(info.name(), info.dims()));
                }
            });
        } catch (RuntimeException failed) {
            result.close();
            throw failed;
        }
        return result;
    }

    private void add(String name, Compute compute, ScalarType type, Tensor fresh) {
        Tensor leaf = owner.own(compute.place(fresh, type));
        leaf.set_requires_grad(true);
        leaves.put(name, leaf);
        infos.put(name, infoOf(name, leaf));
    }

    private static TensorInfo infoOf(String name, Tensor leaf) {
        List<Long> shape = LongStream.range(0, leaf.dim()).mapToObj(leaf::size).toList();
        return new TensorInfo(name, StoredType.of(leaf.scalar_type()), shape);
    }

    @Override
    public String describe() {
        return "the parameters in training";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(infos);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        return Scoped.result(() -> get(name).detach().cpu().to(type).clone());
    }

    /** {@return the parameters themselves by name, in their order: to compute with, and to ask for their {@code grad()}} */
    public Map<String, Tensor> leaves() {
        return Collections.unmodifiableMap(leaves);
    }

    /** {@return the parameter itself} */
    public Tensor get(String name) {
        Tensor leaf = leaves.get(name);
        if (leaf == null) {
            throw new CodeVarException("there is no parameter '" + name + "' among " + leaves.keySet());
        }
        return leaf;
    }

    /** {@return how many numbers there are in all} */
    public long count() {
        return infos.values().stream().mapToLong(TensorInfo::elements).sum();
    }

    /** Forgets all gradients. */
    public void zeroGradients() {
        try (PointerScope temporaries = new PointerScope()) {
            leaves.values().forEach(leaf -> leaf.mutable_grad().reset());
        }
    }

    /** {@return the gradients themselves, of those parameters that have one, in their order} */
    public List<Tensor> gradients() {
        return leaves.values().stream()
                .map(Tensor::grad)
                .filter(Tensor::defined)
                .toList();
    }

    /**
     * Shrinks all gradients together where they are too long, as PyTorch's {@code clip_grad_norm_} does.
     *
     * @param longest the norm that they may have, all of them as one vector
     * @return the norm that they had; not finite where a gradient is not, and they are then of no use
     */
    public double clipGradients(double longest) {
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            List<Tensor> gradients = gradients();
            Tensor[] norms = gradients.stream().map(gradient -> gradient.norm()).toArray(Tensor[]::new);
            double norm = norms.length == 0
                    ? 0
                    : torch.stack(new TensorVector(norms)).norm().item_double();
            double factor = longest / (norm + CLIP_EPSILON);
            if (factor < 1) {
                Scalar shrink = new Scalar(factor);
                gradients.forEach(gradient -> gradient.mul_(shrink));
            }
            return norm;
        }
    }

    /** Frees the parameters and their gradients. */
    @Override
    public void close() {
        owner.close();
    }
}
