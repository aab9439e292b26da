package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with files or names is one line that names it, and leaves nothing behind. */
class ConversionRefusalTest {
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

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("mine"), "1");
        assertThatThrownBy(() -> conversion(Precision.FLOAT32, TinyFiles.both()).run(out, Conversion.Listener.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContainingAll(out.toString(), "already");
        assertThat(out.resolve("mine")).hasContent("1");
        assertThat(out.resolveSibling("tiny.part")).doesNotExist();
    }

    @Test
    void anUnfinishedFolderIsNamed() throws IOException {
        Path part = Files.createDirectories(out.resolveSibling("tiny.part"));
        assertThatThrownBy(() -> conversion(Precision.FLOAT32, TinyFiles.both()).run(out, Conversion.Listener.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll("tiny.part", "delete");
        assertThat(part).exists();
    }

    @Test
    void illegalRolesAreRefused() {
        for (String role : List.of("../evil", "", "a b", "x".repeat(101))) {
            Map<String, Path> files = Map.of(role, TinyFiles.DRAFTER);
            assertRefused(
                    conversion(Precision.FLOAT32, files), out, InvalidInputException.class, "role '" + role + "'");
        }
        assertThatThrownBy(() -> conversion(Precision.FLOAT32, Map.of("vae", TinyFiles.DRAFTER)))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> conversion(Precision.FLOAT32, Map.of())).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void filesInTheWrongPlaceAreNamed() {
        assertRefused(
                conversion(Precision.FLOAT32, Map.of("large", vae)),
                out,
                CodeVarException.class,
                vae.toString(),
                "is no VAR transformer");
        Conversion noVae =
                new Conversion(TinyFiles.REFINER, TinyFiles.both(), Optional.empty(), "tiny", "", Precision.FLOAT32);
        assertRefused(noVae, out, CodeVarException.class, "refiner.pth", "is no VQ-VAE");
        Conversion none = new Conversion(
                folder.resolve("none"), TinyFiles.both(), Optional.empty(), "tiny", "", Precision.FLOAT32);
        assertRefused(none, out, CodeVarException.class, "none", "no such file");
    }

    @Test
    void brokenTensorsAreNamed() {
        assertBroken(tensors -> tensors.remove("head.bias"), "'head.bias'", "is missing");
        assertBroken(tensors -> tensors.put("more", torch.zeros(2)), "'more'", "not part of this model");
        assertBroken(
                tensors -> tensors.put("blocks.0.ffn.fc2.bias", torch.zeros(65)),
                "'blocks.0.ffn.fc2.bias'",
                "expected [64]");
        assertBroken(tensors -> fill(tensors, "pos_start", Double.NaN), "'pos_start'", "not finite");
        // Finite in float32, but not in what is written.
        assertBroken(tensors -> fill(tensors, "pos_start", 1e6), "'pos_start'", "as float16", "not finite");
        assertBroken(tensors -> tensors.remove("lvl_1L"), "lvl_1L is missing");
        assertBroken(tensors -> fill(tensors, "lvl_1L", 0), "lvl_1L", "levels must be squares");
    }

    private static void fill(Map<String, Tensor> tensors, String name, double value) {
        tensors.computeIfPresent(name, (unused, tensor) -> tensor.fill_(new Scalar(value)));
    }

    private void assertBroken(Consumer<Map<String, Tensor>> change, String... parts) {
        Path broken = TinyFiles.changed(TinyFiles.REFINER, folder.resolve("broken.safetensors"), change);
        assertRefused(conversion(Precision.FLOAT16, Map.of("little", broken)), out, CodeVarException.class, parts);
        assertRefused(
                conversion(Precision.FLOAT16, Map.of("little", broken)),
                out,
                CodeVarException.class,
                "broken.safetensors");
    }

    @Test
    void modelsThatDoNotBelongTogetherAreRefused() {
        Path other = TinyFiles.changed(
                TinyFiles.REFINER,
                folder.resolve("other.safetensors"),
                tensors -> tensors.put("class_emb.weight", torch.zeros(8, 64)));
        Map<String, Path> files = TinyFiles.both();
        files.put("other", other);
        assertRefused(conversion(Precision.FLOAT32, files), out, CodeVarException.class, "other has 7 classes", "5");
        Path codes = TinyFiles.changed(
                TinyFiles.REFINER,
                folder.resolve("codes.safetensors"),
                tensors -> tensors.put("head.weight", torch.zeros(300, 64)));
        assertRefused(
                conversion(Precision.FLOAT32, Map.of("codes", codes)), out, CodeVarException.class, "300 codes", "256");
    }

    @Test
    void classNamesMustBeAsManyAsTheClasses() {
        Conversion few =
                new Conversion(vae, TinyFiles.both(), Optional.of(List.of("a")), "tiny", "", Precision.FLOAT32);
        assertRefused(few, out, InvalidInputException.class, "1 class names", "5 classes");
    }

    private static void assertRefused(
            Conversion conversion, Path out, Class<? extends Exception> type, String... parts) {
        assertThatThrownBy(() -> conversion.run(out, Conversion.Listener.NONE))
                .isInstanceOf(type)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1);
        assertThat(out).doesNotExist();
        try (Stream<Path> left = Files.list(out.toAbsolutePath().getParent())) {
            assertThat(left.map(Path::toString)).noneMatch(name -> name.contains(".part") || name.contains(".tmp"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
