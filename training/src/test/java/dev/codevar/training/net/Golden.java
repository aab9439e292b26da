package dev.codevar.training.net;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.models.Recognition;
import dev.codevar.tensor.Device;
import dev.codevar.training.Parameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where golden data lie, and parameters from them. */
final class Golden {
    private static final Path CASES = Path.of("..", "core/src/test/resources/golden");

    private Golden() {}

    static Path folder(String name) {
        return CASES.resolve(name);
    }

    static Checkpoint expected(String name) {
        return Checkpoint.open(folder(name).resolve("expected.safetensors"));
    }

    /** {@return parameters that nobody trained, in float32} */
    static Parameters random(Map<String, List<Long>> shapes) {
        return Parameters.of(new RandomWeights("a test", shapes, 3), Device.CPU);
    }

    static Parameters parameters(TensorSource source) {
        return Parameters.of(source, info -> Recognition.isWeight(info.name()), Device.CPU, ScalarType.Float);
    }
}
