package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TakenEntry;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description.Defaults;
import dev.codevar.models.Description.Transformer;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoint files become a set that says truly what is in it, or nothing. */
class ConversionTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path vae = Path.of("vae");
    private Path out = Path.of("out");

    @BeforeAll
    static void writeVae() {
        vae = TinyFiles.vae(shared.resolve("vae.safetensors"));
    }

    @BeforeEach
    void chooseOut() {
        out = folder.resolve("new").resolve("tiny");
    }

    private static Conversion conversion(Precision precision, Map<String, Path> transformers) {
        return new Conversion(vae, transformers, Optional.empty(), "tiny", "a test", precision);
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everythingIsRecognised(Precision precision) {
        List<String> told = new ArrayList<>();
        ModelSet made = conversion(precision, TinyFiles.both()).run(out, new Conversion.Listener() {
            @Override
            public void taken(Path checkpoint, TakenEntry taken) {
                told.add("took from " + checkpoint);
            }

            @Override
            public void checking(Path checkpoint) {
                told.add("checking " + checkpoint.getFileName());
            }

            @Override
            public void writing(String file, int tensor, int of) {
                if (tensor == of) {
                    told.add("wrote " + file);
                }
            }
        });
        assertThat(told)
                .containsExactly(
                        "checking drafter.pth",
                        "wrote large.safetensors",
                        "checking refiner.pth",
                        "wrote little.safetensors",
                        "checking vae.safetensors",
                        "wrote vae.safetensors");
        ModelSet read = ModelSet.open(out);
        assertThat(read.description()).isEqualTo(made.description());
        Description set = read.description();
        assertThat(set.scales()).containsExactly(1, 2, 3, 4, 6, 8);
        assertThat(set.codes()).isEqualTo(256);
        assertThat(set.channels()).isEqualTo(8);
        assertThat(set.classes()).containsExactly("class 0", "class 1", "class 2", "class 3", "class 4");
        assertThat(set.vae())
                .isEqualTo(new Description.Vae("vae.safetensors", 32, List.of(1, 1, 2, 2, 4), 2, true, true, 4));
        assertThat(set.models())
                .containsExactly(
                        Map.entry("large", new Transformer("large.safetensors", 2, null, true, null, null)),
                        Map.entry("little", new Transformer("little.safetensors", 1, null, true, null, null)));
        assertThat(set.plans())
                .containsExactly(
                        Map.entry("code-5", "large:5,little"),
                        Map.entry("code-4", "large:4,little"),
                        Map.entry("code-3", "large:3,little"),
                        Map.entry("code-2", "large:2,little"),
                        Map.entry("code-1", "large:1,little"),
                        Map.entry("var", "large"),
                        Map.entry("small", "little"));
        assertThat(set.defaultPlan()).isEqualTo("code-5");
        assertThat(set.defaults()).isEqualTo(new Defaults(1.5, 0, 0, 1));
    }

    @ParameterizedTest
    @EnumSource(value = Precision.class, mode = EnumSource.Mode.EXCLUDE, names = "INT8")
    void weightsAreThoseOfTheFileInThePrecisionAskedFor(Precision precision) {
        conversion(precision, TinyFiles.both()).run(out, Conversion.Listener.NONE);
        try (PointerScope scope = new PointerScope();
                Checkpoint from = Checkpoint.open(TinyFiles.DRAFTER);
                Checkpoint to = Checkpoint.open(out.resolve("large.safetensors"))) {
            assertThat(from.tensors().keySet()).contains("attn_bias_for_masking", "blocks.0.attn.zero_k_bias");
            assertThat(to.tensors().keySet())
                    .containsExactlyElementsOf(from.tensors().keySet().stream()
                            .filter(name -> !name.equals("attn_bias_for_masking") && !name.endsWith("zero_k_bias"))
                            .toList());
            to.tensors().forEach((name, info) -> {
                assertThat(info.type())
                        .as(name)
                        .isEqualTo(name.equals("lvl_1L") ? StoredType.INT64 : StoredType.of(precision.type()));
                ScalarType type = info.type().scalarType();
                assertThat(to.load(name, type).equal(from.load(name, type)))
                        .as(name)
                        .isTrue();
            });
        }
    }

    @Test
    void publishedRolesGetPublishedPlans() {
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("drafter4", TinyFiles.DRAFTER);
        files.put("refiner4", TinyFiles.REFINER);
        Description set = conversion(Precision.FLOAT32, files)
                .run(out, Conversion.Listener.NONE)
                .description();
        assertThat(set.plans()).containsExactly(Map.entry("code-4", "drafter4:4,refiner4"));
        assertThat(set.defaultPlan()).isEqualTo("code-4");
    }

    @Test
    void classesMayBeNamed() {
        Conversion named = new Conversion(
                vae, TinyFiles.both(), Optional.of(List.of("a", "b", "c", "d", "e")), "tiny", "", Precision.FLOAT32);
        assertThat(named.run(out, Conversion.Listener.NONE).classOf("d")).isEqualTo(3);
    }

    @Test
    void peopleMayAddWhatSuitsTheSetAndWhatItIsScoredWith() throws IOException {
        Path network = Files.writeString(folder.resolve("net"), "a network");
        Path reference = Files.writeString(folder.resolve("ref"), "features");
        Additions additions =
                new Additions(3.0, null, 0.5, null, "small", new Additions.FeatureFiles(network, reference));
        ModelSet set = added(additions).run(out, Conversion.Listener.NONE);
        assertThat(set.description().defaults()).isEqualTo(new Defaults(3, 0, 0.5, 1));
        assertThat(set.description().defaultPlan()).isEqualTo("small");
        assertThat(set.featuresFile()).get().satisfies(file -> assertThat(file).hasContent("a network"));
        assertThat(set.referenceFile()).get().satisfies(file -> assertThat(file).hasContent("features"));
        assertThat(ModelSet.open(out).description()).isEqualTo(set.description());
    }

    @Test
    void whatCannotBeAddedLeavesNothing() {
        Additions plan = new Additions(null, null, null, null, "code-9", null);
        assertThatThrownBy(() -> added(plan).run(out, Conversion.Listener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("code-9");
        Path none = folder.resolve("none");
        Additions files = new Additions(null, null, null, null, null, new Additions.FeatureFiles(none, none));
        assertThatThrownBy(() -> added(files).run(out, Conversion.Listener.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("none");
        assertThat(out).doesNotExist();
        assertThat(out.resolveSibling("tiny.part")).doesNotExist();
    }

    private Conversion added(Additions additions) {
        return new Conversion(
                vae,
                TinyFiles.both(),
                Map.of(),
                Optional.empty(),
                "tiny",
                "",
                Precision.FLOAT32,
                Precision.FLOAT32,
                additions);
    }

    @Test
    void aSetCanBeConvertedAgain() {
        conversion(Precision.FLOAT16, TinyFiles.both()).run(out, Conversion.Listener.NONE);
        Map<String, Path> again = Map.of("large", out.resolve("large.safetensors"));
        Description set = new Conversion(
                        out.resolve("vae.safetensors"), again, Optional.empty(), "n", "", Precision.BFLOAT16)
                .run(folder.resolve("again"), Conversion.Listener.NONE)
                .description();
        assertThat(set.plans()).containsExactly(Map.entry("var", "large"), Map.entry("small", "large"));
    }

    @Test
    void anEmptyFolderIsTakenOver() throws IOException {
        Files.createDirectories(out);
        conversion(Precision.FLOAT32, TinyFiles.both()).run(out, Conversion.Listener.NONE);
        assertThat(ModelSet.open(out).description().name()).isEqualTo("tiny");
    }
}
