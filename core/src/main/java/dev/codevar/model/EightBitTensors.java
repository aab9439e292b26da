package dev.codevar.model;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.OneLine;
import dev.codevar.nn.dnnl.EightBitWeight;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A checkpoint with weights in 8 bits, as whoever builds a model sees it: with float32 weights in their place. In the file
 * {@code NAME} holds whole numbers of −127 to 127 (out, in), int8, and {@code NAME_scale} the step of each output (out, 1), float32.
 */
public final class EightBitTensors implements TensorSource {
    private static final String SCALE = "_scale";

    private final TensorSource source;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    private EightBitTensors(TensorSource source) {
        this.source = source;
        source.tensors().forEach((name, info) -> {
            if (inEightBits(name)) {
                tensors.put(name, widened(info));
            } else if (!isScale(name)) {
                tensors.put(name, info);
            }
        });
    }

    /**
     * @param source a checkpoint, which closing the result closes
     * @return it with no weights in 8 bits: itself, if it has none
     * @throws BrokenFileException naming a weight in 8 bits and its scale, if their types or sizes do not fit; the checkpoint is
     *     closed then
     */
    public static TensorSource widened(TensorSource source) {
        try {
            EightBitTensors widened = new EightBitTensors(source);
            return widened.tensors.size() == source.tensors().size() ? source : widened;
        } catch (BrokenFileException broken) {
            source.close();
            throw broken;
        }
    }

    /** {@return the name of the steps of a weight in 8 bits} */
    public static String scale(String weight) {
        return weight + SCALE;
    }

    /** {@return the weight whose steps these are, by a name that {@link #scale} made} */
    public static String weight(String scale) {
        return scale.substring(0, scale.length() - SCALE.length());
    }

    /** {@return what {@link #scale} of a weight is} */
    public static TensorInfo scaleInfo(TensorInfo weight) {
        return new TensorInfo(
                scale(weight.name()), StoredType.FLOAT32, List.of(weight.shape().get(0), 1L));
    }

    private boolean inEightBits(String name) {
        TensorInfo info = source.tensors().get(name);
        return info != null && info.type() == StoredType.INT8 && VarTensors.isLarge(name);
    }

    private boolean isScale(String name) {
        return name.endsWith(SCALE) && inEightBits(weight(name));
    }

    private TensorInfo widened(TensorInfo weight) {
        TensorInfo scale = source.tensors().get(scale(weight.name()));
        if (weight.shape().size() != 2 || !scaleInfo(weight).equals(scale)) {
            throw new BrokenFileException(source.describe() + ": tensor " + OneLine.quote(weight.name()) + " is "
                    + weight.describe() + " with a scale of " + (scale == null ? "nothing" : scale.describe())
                    + ", expected int8 [out, in] and float32 [out, 1]");
        }
        return new TensorInfo(weight.name(), StoredType.FLOAT32, weight.shape());
    }

    @Override
    public String describe() {
        return source.describe();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        if (!inEightBits(name)) {
            return source.load(name, type);
        }
        return Scoped.result(() -> {
            Tensor values_OI = source.load(name, ScalarType.Char);
            if (values_OI.numel() > 0 && values_OI.min().item_int() < -EightBitWeight.EIGHT_BITS) {
                // Rounding to 8 bits again would change all of that output's.
                throw new BrokenFileException(
                        source.describe() + ": tensor " + OneLine.quote(name)
                                + " holds -128: whole numbers of -127 to 127 are expected; convert the weights that it was made of");
            }
            return new EightBitWeight(values_OI, source.load(scale(name), ScalarType.Float))
                    .widened_OI()
                    .to(type);
        });
    }

    @Override
    public void close() {
        source.close();
    }
}
