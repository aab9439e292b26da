package dev.codevar.nn;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors that a test made, as a layer takes its weights. */
record GivenTensors(Map<String, Tensor> given) implements TensorSource {

    @Override
    public String describe() {
        return "given tensors";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        Map<String, TensorInfo> infos = new LinkedHashMap<>();
        given.forEach((name, tensor) -> infos.put(
                name,
                new TensorInfo(
                        name,
                        StoredType.FLOAT32,
                        Arrays.stream(tensor.sizes().vec().get()).boxed().toList())));
        return infos;
    }

    @Override
    public Tensor load(String name, ScalarType type) {
        return Objects.requireNonNull(given.get(name)).to(type).clone();
    }
}
