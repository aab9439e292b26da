package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where native libraries are unpacked, in processes that may write no file of more than 10 MB: one line that names the folder. */
@EnabledOnOs(OS.LINUX)
class NativeFolderTest {
    private static final String NAMES_ANOTHER = "JDK_JAVA_OPTIONS=-Dorg.bytedeco.javacpp.cachedir=FOLDER names another";

    @TempDir
    Path folder;

    @Test
    void aWriteThatFailsIsNoMissingArtifact() throws Exception {
        Path cache = folder.resolve("cache");
        assertThat(said(Map.of(), "-Dorg.bytedeco.javacpp.cachedir=" + cache))
                .startsWith("libtorch cannot be loaded: native libraries cannot be unpacked into " + cache + ": ")
                .contains(" MB are free there, and 535 MB needed in all; ")
                .endsWith(NAMES_ANOTHER);
    }

    /** In the working folder JavaCPP would make one that is called so. */
    @Test
    void usersWithoutAHomeHaveTheEnvironmentsOrATemporaryFolder() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        assertThat(said(Map.of("HOME", home.toString()), "-Duser.home=?"))
                .contains("cannot be unpacked into " + home.resolve(".javacpp/cache") + ":");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        assertThat(said(Map.of("HOME", "/proc"), "-Duser.home=?", "-Djava.io.tmpdir=" + temporary))
                .contains("cannot be unpacked into " + temporary.resolve(".javacpp-" + user + "/cache") + ":");
        assertThat(folder.resolve("?")).doesNotExist();
    }

    @Test
    void noFolderAtAllIsSaid() throws Exception {
        assertThat(said(Map.of(), "-Duser.home=/proc", "-Djava.io.tmpdir=/proc"))
                .isEqualTo(
                        "libtorch cannot be loaded: there is no folder to unpack native libraries into: neither /proc nor"
                                + " /proc can be written; " + NAMES_ANOTHER);
    }

    private String said(Map<String, String> environment, String... options) throws IOException, InterruptedException {
        List<String> java = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        java.addAll(List.of(options));
        java.addAll(List.of("-cp", absoluteClassPath(), MissingNativeTest.Load.class.getName()));
        List<String> limited = new ArrayList<>(List.of("sh", "-c", "ulimit -f 10000; exec \"$@\"", "sh"));
        limited.addAll(java);
        Path said = folder.resolve("said");
        ProcessBuilder builder = new ProcessBuilder(limited)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().putAll(environment);
        assertThat(builder.start().waitFor()).isZero();
        return Files.readString(said).lines().reduce("", (first, last) -> last);
    }

    private static String absoluteClassPath() {
        return List.of(System.getProperty("java.class.path").split(":")).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce((all, entry) -> all + ":" + entry)
                .orElseThrow();
    }
}
