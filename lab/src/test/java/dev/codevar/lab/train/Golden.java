package dev.codevar.lab.train;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.models.Recognition;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
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

    static Parameters parameters(TensorSource source) {
        return Parameters.of(source, info -> Recognition.isWeight(info.name()), Device.CPU, ScalarType.Float);
    }
}
