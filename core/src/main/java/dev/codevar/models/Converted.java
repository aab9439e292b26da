package dev.codevar.models;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A checkpoint as it will be in the new set: without buffers that tell nothing, and with floating-point tensors in the set's
 * precision. Whatever is loaded has been through that precision, so that what is lost there is found before it is written.
 */
final class Converted implements TensorSource {
    /** Codes and φ decide which tokens a picture has and what follows from them: they compute in float32 always. */
    private static final String QUANTIZER = "quantize.";

    private final TensorSource source;
    private final Precision precision;
    private final Runnable onLoad;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

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
        StoredType floating = StoredType.of(precision.type());
        source.tensors().forEach((name, info) -> {
            if (Recognition.isNeeded(name)) {
                boolean converted = info.type().floating() && !name.startsWith(QUANTIZER);
                StoredType type = converted ? floating : info.type();
                tensors.put(name, new TensorInfo(name, type, info.shape()));
            }
        });
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
        ScalarType own = info.type().scalarType();
        return own == type
                ? source.load(name, own)
                : Scoped.result(() -> source.load(name, own).to(type));
    }
}
