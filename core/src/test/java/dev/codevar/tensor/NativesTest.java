package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.ChildJvm;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever lies in the linker's way, the libraries that compute are those that came with their Java classes. */
@EnabledOnOs(OS.LINUX)
class NativesTest {
    private static final List<String> NAMES = List.of(
            "libc10.so",
            "libtorch.so",
            "libtorch_cpu.so",
            "libgomp.so.1",
            "libopenblas.so.0",
            "libgfortran.so.5",
            "libdnnl.so.3");

    /** Any library will do that loads and has none of the functions. */
    private static final Path HARMLESS = Path.of(System.getProperty("java.home"), "lib", "libnio.so");

    @TempDir
    private Path temp;

    /** The first start on a machine: JavaCPP's cache is empty. */
    @Test
    @Tag("slow")
    void othersOnTheLinkersPathAreNotTaken() throws Exception {
        Path others = Files.createDirectory(temp.resolve("others"));
        for (String name : NAMES) {
            Files.copy(HARMLESS, others.resolve(name));
        }
        Map<String, String> environment = Map.of(
                "LD_LIBRARY_PATH",
                others.toString(),
                "JAVA_TOOL_OPTIONS",
                "-Dorg.bytedeco.javacpp.cachedir=" + temp.resolve("cache"));
        assertThat(ChildJvm.numbers(environment, NativesProbe.class)).containsExactly(5 * 4 * 7 * 2 * 3, 3);
    }

    @Test
    void oneThatIsLoadedAlreadyIsNamed() throws IOException {
        Path other = Files.copy(HARMLESS, temp.resolve("libtorch_cpu.so.1.13.0"));
        assertThatThrownBy(() -> ChildJvm.numbers(NativesProbe.class, other.toString()))
                .hasMessageContaining("this process has " + other.toRealPath() + " loaded, and needs ")
                .hasMessageContaining("/libtorch_cpu.so instead: ");
    }

    @ParameterizedTest
    @CsvSource({"pytorch, 1.13.1, libtorch_cpu.so", "dnnl, 3.10, libdnnl.so.3", "dnnl, 3.1, libdnnl.so.3"})
    void nativesOfAnotherVersionThanTheClassesAreNamed(String artifact, String version, String file)
            throws IOException {
        Path record = temp.resolve("META-INF/maven/org.bytedeco/" + artifact + "/pom.properties");
        Files.createDirectories(record.getParent());
        Files.writeString(record, "groupId=org.bytedeco\nartifactId=" + artifact + "\nversion=" + version + "-1.5.8\n");
        Map<String, String> environment = Map.of("JAVA_TOOL_OPTIONS", "-Xbootclasspath/a:" + temp);
        assertThatThrownBy(() -> ChildJvm.numbers(environment, NativesProbe.class))
                .hasMessageContaining("/" + file + " is not version " + version + ", which its Java classes need");
    }

    @Test
    void whatTheLinkerWouldTakeForOursIsRefused() {
        refused("/ours/libc10.so", "/usr/lib/x86_64-linux-gnu/libc10.so.1.13.0");
        refused("/ours/libtorch.so", "/opt/conda/lib/libtorch.so");
        refused("/ours/libdnnl.so.3", "/usr/lib/libdnnl.so.3.5");
        refused("/ours/libopenblas.so.0", "/usr/lib/openblas-pthread/libopenblasp-r0.3.21.so");
    }

    @Test
    void whatServesOrIsNeverTakenForOursIsNot() {
        accepted("/ours/libgomp.so.1", "/usr/lib/libgomp.so.1.0.0");
        accepted("/ours/libdnnl.so.3", "/usr/lib/libdnnl.so.2.6");
        accepted("/ours/libc10.so", "/ours/libc10.so");
    }

    private static void refused(String our, String mapped) {
        assertThatThrownBy(() -> Natives.refuseOthers(Set.of(Path.of(our)), Set.of(Path.of(mapped), Path.of(our))))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("has " + mapped + " loaded, and needs " + our);
    }

    private static void accepted(String our, String mapped) {
        assertThatCode(() -> Natives.refuseOthers(Set.of(Path.of(our)), Set.of(Path.of(mapped))))
                .doesNotThrowAnyException();
    }
}
