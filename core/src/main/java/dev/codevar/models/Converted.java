package dev.codevar.models;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.model.EightBitTensors;
import dev.codevar.model.VarTensors;
import dev.codevar.nn.dnnl.EightBitWeight;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A checkpoint as it will be in the new set: without buffers that tell nothing, and with floating-point tensors in the set's
 * precision; with that of 8 bits, the large weights as {@link EightBitTensors} reads them. Whatever is loaded has been through
 * that precision, so that what is lost there is found before it is written.
 */
final class Converted implements TensorSource {
    /** Codes and φ decide which tokens a picture has and what follows from them: they compute in float32 always. */
    private static final String QUANTIZER = "quantize.";

    private final TensorSource source;
    private final Precision precision;
    private final Runnable onLoad;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    /** Names of the steps of weights in 8 bits. */
    private final Set<String> scales = new HashSet<>();

    /**
     * Looks at a checkpoint.
     *
     * @param source all of its tensors
     * @param precision the set's
     * @param onLoad run whenever a tensor is loaded
     */
    Converted(TensorSource source, Precision precision, Runnable onLoad) {
        this.source = source;
        this.precision = precision;
        this.onLoad = onLoad;
        source.tensors().values().stream()
                .filter(info -> Recognition.isNeeded(info.name()))
                .forEach(this::add);
    }

    private void add(TensorInfo info) {
        String name = info.name();
        boolean converted = info.type().floating() && !name.startsWith(QUANTIZER);
        boolean rounded = converted
                && precision == Precision.INT8
                && VarTensors.isLarge(name)
                && info.shape().size() == 2;
        StoredType floating = rounded ? StoredType.INT8 : StoredType.of(precision.type());
        TensorInfo kept = new TensorInfo(name, converted ? floating : info.type(), info.shape());
        tensors.put(name, kept);
        if (rounded) {
            TensorInfo scale = EightBitTensors.scaleInfo(kept);
            tensors.put(scale.name(), scale);
            scales.add(scale.name());
        }
    }

    /** Rounded for its numbers and again for their steps, so that no weight is kept. */
    private EightBitWeight rounded(String name) {
        return EightBitWeight.nearest(source.load(name, ScalarType.Float), EightBitWeight.EIGHT_BITS);
    }

    @Override
    public String describe() {
        return source.describe() + " as " + precision.label();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new BrokenFileException(describe() + " has no tensor " + name);
        }
        onLoad.run();
        if (scales.contains(name)) {
            return Scoped.result(
                    () -> rounded(EightBitTensors.weight(name)).step_O1().to(type));
        }
        if (scales.contains(EightBitTensors.scale(name))) {
            return Scoped.result(() -> rounded(name).values_OI().to(type));
        }
        ScalarType own = info.type().scalarType();
        return own == type
                ? source.load(name, own)
                : Scoped.result(() -> source.load(name, own).to(type));
    }
}
