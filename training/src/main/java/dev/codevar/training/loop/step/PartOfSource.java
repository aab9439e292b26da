package dev.codevar.training.loop.step;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The tensors of a source whose names begin alike, under what follows. */
final class PartOfSource implements TensorSource {
    private final TensorSource whole;
    private final String prefix;
    private final Map<String, TensorInfo> part = new LinkedHashMap<>();

    /**
     * @param whole has them all; stays the caller's
     * @param prefix what the names begin with
     */
    PartOfSource(TensorSource whole, String prefix) {
        this.whole = whole;
        this.prefix = prefix;
        whole.tensors().forEach((name, info) -> {
            if (name.startsWith(prefix)) {
                String rest = name.substring(prefix.length());
                part.put(rest, new TensorInfo(rest, info.type(), info.shape()));
            }
        });
    }

    @Override
    public String describe() {
        return whole.describe();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(part);
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        return whole.load(prefix + name, type);
    }
}
