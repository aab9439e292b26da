package dev.codevar.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelSet;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.classifier.ClassifierMaps;
import dev.codevar.training.classifier.ClassifierRun;
import dev.codevar.training.config.ClassifierConfiguration;
import dev.codevar.training.config.Configuration;
import dev.codevar.training.config.ConfigurationFile;
import dev.codevar.training.config.FineTuningConfiguration;
import dev.codevar.training.config.VarConfiguration;
import dev.codevar.training.config.VqVaeConfiguration;
import dev.codevar.training.loop.Outcome;
import dev.codevar.training.parallel.Peers;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Whole trainings of two steps, on a few pictures of noise. Each has a folder of its own for its tokens.
 *
 * @param folder where everything is
 * @param compute where and how finely
 */
record TinyRuns(Path folder, Compute compute) {
    /** What is shipped: its transformers are tuned in tests of whole trainings. */
    static final ModelSet FASHION32 = ModelSet.open(Path.of("..", "models", "fashion32"));

    /** On the processor, exactly. */
    TinyRuns(Path folder) {
        this(folder, Compute.EXACT);
    }

    private static final VqVaeConfig VAE =
            new VqVaeConfig(32, 4, 32, List.of(1, 1), 1, false, false, 4, Pyramid.of(1, 2, 4));

    private static final String RECIPE = """
        held_out: 4
        recipe: {learning_rate: 1e-3, warmup: 0, steps: 2, epochs: 0, batch: 4, accumulation: 1, clip: 1, decay: 0,
          beta1: 0.9, beta2: 0.95, average_decay: 0, seed: 1, keep: 1,
          every: {log: 1, validate: 1000, samples: 0, checkpoint: 1000}}
        """;

    private static final String VAR = """
        kind: var
        model: {scales: [1, 2, 4], depth: 2, shared_ada_ln: false}
        gamma: 1
        flips: false
        regularisation: {label_dropping: 0, drop_path: 0}
        """;

    private static final String VQVAE = """
        kind: vqvae
        model: {scales: [1, 2, 4], codes: 32, channels: 4, width: 32, multipliers: [1, 1], residual_blocks: 1,
          attention_lowest: false, attention_middle: false, shared_residuals: 4}
        loss: {l1: 0.5, mse: 2, vq: 1}
        reseed_every: 0
        flips: false
        """;

    private static final String CLASSIFIER = """
        kind: classifier
        side: 16
        flips: false
        """;

    private static final String TUNED = """
        kind: %s
        flips: false
        regularisation: {label_dropping: 0, drop_path: 0}
        """;

    private <T extends Configuration> ConfigurationFile.Read<T> configuration(
            String kind, String head, Class<T> type, Map<String, Object> said) throws IOException {
        Path file = Files.writeString(folder.resolve(kind + ".yaml"), head + RECIPE);
        return ConfigurationFile.read(file.toString(), kind, type, said);
    }

    private Place place(Path data, String out) {
        return new Place(data, folder.resolve(out), folder.resolve(out + "-tokens"), compute, "a test", Peers.alone());
    }

    /** {@return ten pictures of two classes and six to measure with, of 20x24 pixels} */
    Path pictures(long trainSeed, long valSeed) throws IOException {
        Path data = folder.resolve("pictures-" + trainSeed + "-" + valSeed);
        if (!Files.exists(data)) {
            TrainingFiles.small(data, trainSeed, valSeed);
        }
        return data;
    }

    /** {@return the file of a VQ-VAE that nobody trained} */
    Path vae(long seed) {
        Libtorch.load();
        Path file = folder.resolve("vae-" + seed + ".safetensors");
        Safetensors.write(file, new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), seed), Map.of());
        return file;
    }

    Outcome var(Path data, String out, Map<String, Object> said) throws IOException {
        return var(data, out, said, vae(3), Optional.empty(), RunListener.NONE);
    }

    Outcome var(Path data, String out, Map<String, Object> said, Path vae, Optional<Path> from, RunListener listener)
            throws IOException {
        return new VarRun(
                        configuration("var", VAR, VarConfiguration.class, said),
                        new ModelFile(vae, Recognition.VAE),
                        from.map(file -> new ModelFile(file, Recognition.TRANSFORMER)),
                        place(data, out))
                .run(listener);
    }

    Outcome vqVae(Path data, String out, Map<String, Object> said) throws IOException {
        return new VqVaeRun(
                        configuration("vqvae", VQVAE, VqVaeConfiguration.class, said),
                        place(data, out),
                        ClassifierMaps::open)
                .run(RunListener.NONE);
    }

    Outcome classifier(Path data, String out, Map<String, Object> said) throws IOException {
        return new ClassifierRun(
                        configuration("classifier", CLASSIFIER, ClassifierConfiguration.class, said),
                        place(data, out),
                        Optional.empty())
                .run(RunListener.NONE);
    }

    /** {@return the run that tunes fashion32's small transformer, beside its large one} */
    FineTuningRun tuned(String kind, Path data, String out, int draftSteps, Map<String, Object> said)
            throws IOException {
        return new FineTuningRun(
                configuration(kind, TUNED.formatted(kind), FineTuningConfiguration.class, said),
                FASHION32,
                TransformerFile.of(FASHION32, "small", Set.of()),
                TransformerFile.of(FASHION32, "large", Set.of()),
                draftSteps,
                place(data, out));
    }

    /** {@return how many files of tokens a run left; 0 where it did not come to them} */
    long tokenFiles(String out) throws IOException {
        Path tokens = folder.resolve(out + "-tokens");
        if (!Files.exists(tokens)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(tokens)) {
            return files.count();
        }
    }

    /** {@return the log's values of a kind, {@code training} or {@code validation}, line by line} */
    List<JsonNode> log(String out, String kind) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<String> lines = Files.lines(folder.resolve(out).resolve("log.jsonl"))) {
            return lines.map(line -> read(mapper, line))
                    .filter(line -> line.has(kind))
                    .map(line -> line.get(kind))
                    .toList();
        }
    }

    private static JsonNode read(ObjectMapper mapper, String line) {
        try {
            return mapper.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** {@return a tensor of a file of weights, its numbers one after the other} */
    static float[] weights(Path file, String name) {
        return Scoped.value(() -> {
            try (Checkpoint weights = Checkpoint.open(file)) {
                Tensor tensor = weights.load(name, ScalarType.Float).contiguous();
                float[] numbers = new float[(int) tensor.numel()];
                tensor.data_ptr_float().get(numbers);
                return numbers;
            }
        });
    }
}
