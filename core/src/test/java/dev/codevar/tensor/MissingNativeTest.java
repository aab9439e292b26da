package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.fault.CodeVarException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without one of the natives that libtorch needs, the line says which artifact to add. */
@Tag("slow")
class MissingNativeTest {
    @ParameterizedTest
    @ValueSource(strings = {"openblas", "pytorch"})
    void theArtifactIsNamed(String artifact, @TempDir Path cache) throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry)
                        .getFileName()
                        .toString()
                        .matches(artifact + "-.*-" + Loader.getPlatform() + ".*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(classPath).isNotEqualTo(System.getProperty("java.class.path"));
        Path said = cache.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // What was unpacked before is not found again.
                        "-Dorg.bytedeco.javacpp.cachedir=" + cache.resolve("cache"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        Load.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor()).isZero();
        String version = Loader.getVersion("org.bytedeco", artifact);
        assertThat(Files.readString(said).lines().reduce((first, last) -> last))
                .hasValue("libtorch cannot be loaded: the native library of " + artifact
                        + " is not on the class path: add org.bytedeco:" + artifact + ":" + version
                        + " with classifier " + Loader.getPlatform());
    }

    /** Loads libtorch and prints what is said against it. */
    static final class Load {
        private Load() {}

        public static void main(String... arguments) {
            try {
                Libtorch.load();
            } catch (CodeVarException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
