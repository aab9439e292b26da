package dev.codevar.app.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.app.Cli;
import dev.codevar.app.PlainScores;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TrainingCommandsTest {
    private static final int SIDE = 28;
    private static final String RECIPE = """
            held_out: 6
            recipe:
              learning_rate: 1e-3
              warmup: 0
              steps: 3
              epochs: 0
              batch: 4
              accumulation: 1
              clip: 1
              decay: 0
              beta1: 0.9
              beta2: 0.95
              average_decay: 0
              seed: 1
              every: {log: 1, validate: 3, samples: 3, checkpoint: 2}
              keep: 1
            """;

    @TempDir
    Path folder;

    /** Weights follow from the number of threads, and other machines have other defaults. */
    private void goesOnWithWhatWasNotSaid(Path vae) throws IOException {
        Path unsaid = folder.resolve("unsaid");
        int threads = Libtorch.threads();
        Cli.run("train", "var", "--vae", vae, "--config", transformer(1), "--data", folder, "-o", unsaid)
                .succeeds();
        try {
            Libtorch.useThreads(threads + 1);
            Cli.run("train", "var", "-o", unsaid).succeeds();
            assertThat(Libtorch.threads()).isEqualTo(threads);
            Cli.run("train", "var", "-o", unsaid, "--threads", threads + 1)
                    .fails(2, "threads " + threads + ", not " + (threads + 1));
        } finally {
            Libtorch.useThreads(threads);
        }
    }

    /** Squares of a size for each class. */
    private void pictures(String part, int count) throws IOException {
        ByteBuffer images = ByteBuffer.allocate(16 + count * SIDE * SIDE);
        images.putInt(0x803).putInt(count).putInt(SIDE).putInt(SIDE);
        ByteBuffer labels = ByteBuffer.allocate(8 + count);
        labels.putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            for (int at = 0; at < SIDE * SIDE; at++) {
                int reach = Math.max(at / SIDE, at % SIDE);
                images.put((byte) (reach < 4 + 2 * (i % 10) ? 250 - i : i));
            }
            labels.put((byte) (i % 10));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }

    private Path config(String name, String head) throws IOException {
        return Files.writeString(folder.resolve(name + ".yaml"), head + RECIPE);
    }

    private Path transformer(int depth) throws IOException {
        return config("depth" + depth, """
                kind: var
                model: {scales: [1, 2, 4], depth: %d, shared_ada_ln: false}
                gamma: 1e-3
                flips: true
                regularisation: {label_dropping: 0.1, drop_path: 0.1}
                """.formatted(depth));
    }

    private Path vqVae() throws IOException {
        return config("vqvae", """
                        kind: vqvae
                        model: {scales: [1, 2, 4], codes: 16, channels: 8, width: 32, multipliers: [1, 1, 1, 1],
                          residual_blocks: 1, attention_lowest: false, attention_middle: true, shared_residuals: 4}
                        loss: {l1: 0.5, mse: 2, vq: 1}
                        reseed_every: 2
                        flips: true
                        """);
    }

    private Path tuned(String kind) throws IOException {
        return config(kind, "kind: " + kind + "\nflips: true\nregularisation: {label_dropping: 0.1, drop_path: 0}\n");
    }

    /** Trains, and gives the weights. */
    private Path train(String out, Object... words) {
        List<Object> all = new ArrayList<>(List.of(words));
        Collections.addAll(
                all,
                "--data",
                folder,
                "--out",
                folder.resolve(out),
                "--threads",
                1,
                "--precision",
                "float32",
                "--json");
        JsonNode done = Cli.run(all.toArray()).succeeds().json();
        assertThat(done.get("steps").asInt()).isEqualTo(3);
        Path weights = folder.resolve(out).resolve("weights.safetensors");
        assertThat(done.get("weights").asText()).isEqualTo(weights.toString());
        assertThat(folder.resolve(out).resolve("samples/step-000003.png")).exists();
        return weights;
    }

    private double firstLoss(String out) throws IOException {
        try (var lines = Files.lines(folder.resolve(out).resolve("log.jsonl"))) {
            return new ObjectMapper()
                    .readTree(lines.findFirst().orElseThrow())
                    .at("/training/loss")
                    .asDouble();
        }
    }

    /** Compares scores of 20 pictures with what the formulas make of the features that were kept of them. */
    private void assertScores(JsonNode scores, Path reference) throws IOException {
        double[][] drawn;
        try (Stream<Path> kept = Files.list(folder)) {
            Path features = kept.filter(file -> file.toString().endsWith(".features"))
                    .findFirst()
                    .orElseThrow();
            drawn = PlainScores.rows(Files.readAllBytes(features.resolve("features.bin")), 128 + 10);
        }
        assertThat(drawn).hasNumberOfRows(20);
        double fid = PlainScores.frechet(PlainScores.columns(drawn, 0, 128), features(reference, 8, 128));
        assertThat(fid).isPositive();
        assertThat(scores.path("fid").asDouble()).isCloseTo(fid, withPercentage(0.01));
        double score = PlainScores.inceptionScore(PlainScores.columns(drawn, 128, 10));
        assertThat(score).isGreaterThan(1);
        assertThat(scores.path("is_mean").asDouble()).isCloseTo(score, withPercentage(0.01));
    }

    /** {@return the features of a reference with so many pictures} */
    private static double[][] features(Path npz, int pictures, int numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(pictures * numbers * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[pictures * numbers];
        try (NpzReader reader = NpzReader.open(npz);
                NpyStream stream = reader.stream("features", NpyType.FLOAT32, pictures, numbers)) {
            stream.readFloats(values);
        }
        bytes.asFloatBuffer().put(values);
        return PlainScores.rows(bytes.array(), numbers);
    }

    /** {@return where another folder of tokens would have the held-out pictures', which are fewer than the others} */
    private Path heldOutTokens(Path other) throws IOException {
        try (Stream<Path> tokens = Files.list(folder.resolve("tokens"))) {
            Path smallest = tokens.min(
                            Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
            return other.resolve(smallest.getFileName());
        }
    }

    private Path set(String name, Path vae, Object... models) {
        List<Object> words = new ArrayList<>(List.of("models", "convert", "--vae", vae));
        for (Object model : models) {
            words.add("--model");
            words.add(model);
        }
        Path out = folder.resolve(name);
        Collections.addAll(words, "--out", out, "--json");
        Cli.run(words.toArray()).succeeds();
        return out;
    }

    @Test
    @Tag("slow")
    void fromPicturesToScoresOfADrafterAndARefiner() throws IOException {
        pictures("train", 30);
        pictures("t10k", 8);
        Path vae = train("vq", "train", "vqvae", "--config", vqVae());
        Path large = train("large", "train", "var", "--vae", vae, "--config", transformer(2));
        Path small = train("small", "train", "var", "--vae", vae, "--config", transformer(1));
        // The pictures' tokens were found once, and the flipped ones with them.
        assertThat(folder.resolve("tokens").toFile().list()).hasSize(2);
        Path heldOut = heldOutTokens(folder.resolve("others"));

        Path plain = set("plain", vae, "large=" + large, "small=" + small);
        Path drafter = train(
                "drafter",
                "finetune",
                "drafter",
                "--config",
                tuned("drafter"),
                "-m",
                plain,
                "-n",
                2,
                "--from",
                "large");
        assertThat(folder.resolve("drafter/log.jsonl"))
                .as("it learns the scales that it will make, and no others")
                .content()
                .contains("scale 0 loss", "scale 1 loss")
                .doesNotContain("scale 2 loss");
        Path refiner = train(
                "refiner",
                "finetune",
                "refiner",
                "--config",
                tuned("refiner"),
                "-m",
                plain,
                "-n",
                2,
                "--from",
                "small",
                "--teacher",
                large);

        Path reference = folder.resolve("reference.npz");
        Cli.run(
                        "train",
                        "classifier",
                        "--data",
                        folder,
                        "--out",
                        folder.resolve("network"),
                        "--reference",
                        reference,
                        "--epochs",
                        1,
                        "--batch",
                        10,
                        "--threads",
                        1)
                .succeeds();
        Path pair = folder.resolve("pair");
        Cli.run(
                        "models",
                        "convert",
                        "--vae",
                        vae,
                        "--model",
                        "drafter2=" + drafter,
                        "--model",
                        "refiner2=" + refiner,
                        "--cfg",
                        2,
                        "--classifier",
                        folder.resolve("network/weights.safetensors"),
                        "--reference",
                        reference,
                        "--out",
                        pair)
                .succeeds();
        Path picture = folder.resolve("picture.png");
        Cli.run("generate", "-m", pair, "--class", 3, "--seed", 1, "-o", picture)
                .succeeds();
        assertThat(picture).exists();
        JsonNode scores = Cli.run("evaluate", "-m", pair, "--per-class", 2, "--threads", 1, "--cache", folder, "--json")
                .succeeds()
                .json();
        assertScores(scores, reference);

        // What was learnt can be learnt on from; a learning rate of next to nothing shows it.
        train("on", "train", "var", "--vae", vae, "--config", transformer(1), "--from", small, "--learning-rate", 1e-9);
        assertThat(firstLoss("on")).isLessThan(firstLoss("small"));
        Object[] wrong = {
            "train",
            "var",
            "--vae",
            vae,
            "--config",
            transformer(1),
            "--data",
            folder,
            "-o",
            folder.resolve("wrong"),
            "--tokens",
            folder.resolve("others"),
            "--threads",
            1
        };
        // What does not fit is told before tokens are found, and leaves nothing.
        Cli.run(with(wrong, "--from", large)).fails(2, "is another transformer");
        assertThat(folder.resolve("others")).doesNotExist();
        assertThat(folder.resolve("wrong")).doesNotExist();
        // What was said is kept before tokens are found, and stays where they are to be found again.
        Files.createDirectory(folder.resolve("others"));
        Files.writeString(heldOut, "no tokens");
        Cli.run(wrong).fails(2, heldOut.toString());
        for (int start = 0; start < 2; start++) {
            try (var tokens = Files.list(folder.resolve("others"))) {
                for (Path file : tokens.filter(file -> !file.equals(heldOut)).toList()) {
                    Files.delete(file);
                }
            }
            Cli.run("train", "var", "-o", folder.resolve("wrong")).fails(2, heldOut.toString());
        }
        goesOnWithWhatWasNotSaid(vae);
        Files.writeString(folder.resolve("wrong/options.json"), "{\"options\": {\"--from\"");
        Cli.run("train", "var", "-o", folder.resolve("wrong")).fails(2, "options.json");
        Files.writeString(folder.resolve("wrong/options.json"), "{\"options\": null}");
        Cli.run("train", "var", "-o", folder.resolve("wrong")).fails(2, "options.json holds no options");

        // It is finished: the same again says so and changes nothing.
        byte[] before = Files.readAllBytes(small);
        train("small", "train", "var", "--vae", vae, "--config", transformer(1));
        assertThat(small).hasBinaryContent(before);
        // The folder alone says with what it was begun; another word over it is another training.
        Cli.run("train", "var", "-o", folder.resolve("small")).succeeds();
        Cli.run("finetune", "refiner", "-o", folder.resolve("refiner")).succeeds();
        assertThat(small).hasBinaryContent(before);
        Cli.run("finetune", "refiner", "-o", folder.resolve("refiner"), "-n", 1).fails(2, "draft steps 2, not 1");
        Cli.run("finetune", "refiner", "-o", folder.resolve("none")).fails(2, "--draft-steps", "--from", "--teacher");
        Cli.run(
                        "train",
                        "var",
                        "--vae",
                        vae,
                        "--config",
                        transformer(1),
                        "--batch",
                        5,
                        "--data",
                        folder,
                        "--threads",
                        1)
                .fails(2, "--out");
        Cli.run(
                        "train",
                        "var",
                        "--vae",
                        vae,
                        "--config",
                        transformer(1),
                        "--batch",
                        5,
                        "--data",
                        folder,
                        "-o",
                        folder.resolve("small"),
                        "--threads",
                        1,
                        "--precision",
                        "float32")
                .fails(2, "batch 4, not 5");
    }

    /** The configuration is kept, and a training may go on from another working folder. */
    @Test
    void filesOfTheConfigurationAreFoundFromAnywhere() throws IOException {
        pictures("train", 8);
        pictures("t10k", 6);
        Path network = Cli.FASHION32.resolve("classifier.safetensors");
        assertThat(network).isRelative();
        Path config = config(
                "alike",
                Files.readString(vqVae()).replace(RECIPE, "") + "perceptual: {weight: 0.1, network: classifier, file: "
                        + network + "}\n");
        Path out = folder.resolve("alike");
        Cli.run("train", "vqvae", "--config", config, "--data", folder, "-o", out, "--steps", 1, "--threads", 1)
                .succeeds();
        assertThat(out.resolve("config.yaml"))
                .content()
                .contains(network.toAbsolutePath().toString());
    }

    /** It draws the other scales of the sheets, and changes nothing of what is learnt. */
    @Test
    @Tag("slow")
    void theRefinerOfADrafterIsSeenInItsSamplesAlone() throws IOException {
        pictures("train", 12);
        pictures("t10k", 6);
        Object[] usual = {
            "finetune", "drafter", "--config", tuned("drafter"), "-m", Cli.FASHION32, "-n", 3, "--from", "small"
        };
        Path weights = train("usual", usual);
        Path same = train("other", with(usual, "--refiner", "large"));
        assertThat(same).hasSameBinaryContentAs(weights);
        String sheet = "samples/step-000003.png";
        assertThat(Files.readAllBytes(folder.resolve("other").resolve(sheet)))
                .isNotEqualTo(Files.readAllBytes(folder.resolve("usual").resolve(sheet)));
        assertThat(Files.readAllBytes(train("seeded", with(usual, "--seed", 2))))
                .as("another seed")
                .isNotEqualTo(Files.readAllBytes(weights));
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.of(words, more).flatMap(Stream::of).toArray();
    }

    /** A checkpoint that another version wrote is gone on from: that is said. */
    @Test
    void whatElseGoesOnIsNoted() throws IOException {
        pictures("train", 8);
        pictures("t10k", 6);
        Path config = vqVae();
        Files.writeString(config, Files.readString(config).replace("keep: 1", "keep: 3"));
        Path out = folder.resolve("noted");
        Object[] command = {"train", "vqvae", "--config", config, "--data", folder, "-o", out, "--threads", 1};
        assertThat(Cli.run(command).succeeds().out()).doesNotContain("note:");
        Files.delete(out.resolve("checkpoints/step-000003.safetensors"));
        Path second = out.resolve("checkpoints/step-000002.safetensors");
        try (Checkpoint checkpoint = Checkpoint.open(second)) {
            Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
            assertThat(metadata.put("maker", "version 0 with kernels for an abacus"))
                    .startsWith("version ")
                    .contains(" with kernels for ", "libtorch");
            Safetensors.write(second, checkpoint, metadata);
        }
        assertThat(Cli.run(command).succeeds().out())
                .contains(
                        "note: trained in parts by version 0 with kernels for an abacus, then by version ",
                        "weights may come out otherwise");
        assertThat(out.resolve("log.jsonl")).content().containsOnlyOnce("{\"step\":3,\"epoch\":1,\"maker\":\"version ");
    }

    /** Two classes, and a file that is no picture. */
    private Path folders() throws IOException {
        byte[] rgb = new byte[40 * 44 * 3];
        for (String part : List.of("train/bird", "train/cat", "val/bird", "val/cat")) {
            Path inner = Files.createDirectories(folder.resolve("pictures").resolve(part));
            for (int i = 0; i < 4; i++) {
                Arrays.fill(rgb, (byte) (40 * i + part.length()));
                PictureFiles.writePng(inner.resolve(i + ".png"), new Picture(40, 44, rgb), Map.of());
            }
        }
        Files.writeString(folder.resolve("pictures/train/cat/9.jpg"), "no picture");
        return folder.resolve("pictures");
    }

    @Test
    void namesOfFoldersBecomeClasses() throws IOException {
        Path config = config("folders", """
                kind: var
                model: {scales: [1, 2, 3, 4, 6, 8], depth: 1, shared_ada_ln: false}
                gamma: 1e-3
                flips: true
                crops: 2
                regularisation: {label_dropping: 0.1, drop_path: 0.1}
                """);
        Path out = folder.resolve("birds");
        Object[] command = {
            "train",
            "var",
            "--vae",
            Cli.FASHION32,
            "--config",
            config,
            "--data",
            folders(),
            "-o",
            out,
            "--threads",
            1,
            "--precision",
            "float32",
            "--steps",
            1
        };
        Cli.Done done = Cli.run(command);
        assertThat(done.code()).as(done.err()).isZero();
        assertThat(done.out()).contains("pictures skipped because they cannot be read: 1");
        assertThat(done.err()).contains("skipped: cannot read ", "9.jpg: it is not a PNG");
        assertThat(out.resolve("classes.txt")).hasContent("bird\ncat");
        Cli.run(
                        "models",
                        "convert",
                        "--vae",
                        Path.of(Cli.FASHION32.toString(), "vae.safetensors"),
                        "--model",
                        "large=" + out.resolve("weights.safetensors"),
                        "--out",
                        folder.resolve("set"))
                .succeeds();
        assertThat(folder.resolve("set/model.json")).content().contains("bird", "cat");
    }

    /** Each of the two sees two of a step's four pictures. */
    @Test
    @Tag("slow")
    @EnabledOnOs(OS.LINUX)
    void twoProcessesTrainTogether() throws IOException {
        pictures("train", 30);
        pictures("t10k", 8);
        Path vae = train("vq2", "train", "vqvae", "--config", vqVae(), "--processes", 2);
        assertThat(folder.resolve("vq2/log.jsonl")).content().hasLineCount(4);
        train("var2", "train", "var", "--vae", vae, "--config", transformer(1), "--processes", 2);
        assertThat(folder.resolve("var2/log.jsonl")).content().hasLineCount(4);
        Cli.run("train", "vqvae", "--config", vqVae(), "--data", folder, "-o", folder.resolve("vq2"), "--processes", 1)
                .fails(2, "was begun with processes 2");
    }

    @Test
    void whatIsWronglyAskedIsNamed() throws IOException {
        Path out = folder.resolve("out");
        Cli.run("train", "vqvae", "-o", out, "--config", "nothing")
                .fails(2, "'nothing' is neither a file nor a preset; presets are fashion32-vqvae, ");
        Cli.run("train", "vqvae", "-o", out, "--config", "fashion32-large")
                .fails(2, "its kind is 'var', but this trains 'vqvae'");
        Cli.run("train", "vqvae", "-o", out, "--processes", 0).fails(2, "processes 0 is not between 1 and 64");
        Cli.run("train", "vqvae", "-o", out, "--batch", 10, "--processes", 4)
                .fails(
                        2,
                        "batch 10 cannot be shared evenly by 4 processes: legal are multiples of 4, such as 8 and 12");
        Cli.run("train", "var", "-o", out, "--learning-rate", -1).fails(2, "learning rate -1.0 is not above 0");
        Cli.run("train", "var", "-o", out, "--vae", Cli.FASHION32, "--data", folder.resolve("nowhere"))
                .fails(2, "no pictures at");
        Cli.run("train", "vqvae", "-o", out, "--precision", "float16").fails(2, "float16", "use float32 or bfloat16");
        Cli.run("train", "vqvae", "-o", out, "--precision", "int8").fails(2, "int8", "use float32 or bfloat16");
        Cli.run("finetune", "drafter", "-o", out, "-m", Cli.FASHION32, "-n", 6, "--from", "large")
                .fails(2, "draft steps 6 is not between 1 and 5");
        Cli.run("finetune", "drafter", "-o", out, "-m", Cli.FASHION32, "-n", 3, "--from", "huge")
                .fails(2, "'huge' is neither a file nor one of fashion32's models [large, small, drafter5,");
        Cli.run("finetune", "refiner", "-o", out, "-m", Cli.FASHION32, "-n", 3, "--from", "small")
                .fails(2, "--teacher");
        Cli.run(
                        "finetune",
                        "refiner",
                        "-o",
                        out,
                        "-m",
                        Cli.FASHION32,
                        "-n",
                        3,
                        "--from",
                        "small",
                        "--teacher",
                        "large",
                        "--config",
                        "fashion32-drafter")
                .fails(2, "its kind is 'drafter', but this trains 'refiner'");
        assertThat(out).doesNotExist();
    }
}
