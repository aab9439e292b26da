package dev.codevar;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** The fashion32 weights of the golden data, unrounded, as a model set. */
public final class TestModels {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    private TestModels() {}

    /** {@return the folder of a golden case} */
    public static Path golden(String name) {
        return GOLDEN.resolve(name);
    }

    /** {@return a folder with the weights and a {@code model.json}, made inside {@code folder}} */
    public static Path fashion32(Path folder) {
        try {
            for (String file : new String[] {"vae.pth", "var_d4.pth", "var_d2.pth"}) {
                Files.copy(
                        golden("fashion32").resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(folder.resolve("model.json"), MODEL_JSON);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return models that nobody trained, of one block at most three tokens wide: a picture of 8 pixels takes a millisecond} */
    public static ModelSet tiny() {
        return tiny(List.of(1, 2));
    }

    /**
     * As above.
     *
     * @param multipliers of the VQ-VAE: pictures of two have 8 pixels a side, and twice as many with each more
     */
    static ModelSet tiny(List<Integer> multipliers) {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        return ModelSet.random(
                Map.of("tiny", new VarConfig(1, 10, 64, 8, false, pyramid)),
                new VqVaeConfig(64, 8, 32, multipliers, 1, true, true, 4, pyramid));
    }

    /** {@return the same, opened on the processor in float32} */
    public static CoDe open(Path folder) {
        return CoDe.open(fashion32(folder), Device.CPU, Precision.FLOAT32);
    }

    private static final String MODEL_JSON = """
            {
              "format": 1,
              "name": "fashion32-test",
              "about": "the golden weights",
              "scales": [1, 2, 3, 4, 6, 8],
              "codes": 512,
              "channels": 16,
              "classes": ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
                "Ankle boot"],
              "vae": {
                "file": "vae.pth", "width": 32, "multipliers": [1, 2, 2], "residual_blocks": 1,
                "attention_lowest": false, "attention_middle": true, "shared_residuals": 4
              },
              "models": {
                "large": {"file": "var_d4.pth", "depth": 4, "shared_ada_ln": false},
                "small": {"file": "var_d2.pth", "depth": 2, "shared_ada_ln": false}
              },
              "plans": {"code": "large:4,small", "var": "large"},
              "default_plan": "code",
              "defaults": {"cfg": 2.0, "top_k": 0, "top_p": 0.0, "temperature": 1.0}
            }
            """;
}
