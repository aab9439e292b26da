package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;
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

    /** In a folder that all may write, another user can lay down libraries of his own first. */
    @Test
    void aTemporaryFolderOfOthersIsRefused() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Path link = temporary.resolve(".javacpp-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        String refusal = "native libraries are not unpacked into " + link
                + ": it is not this user's alone; delete it, or " + NAMES_ANOTHER;
        Map<String, String> homeless = Map.of("HOME", "/proc");
        Files.createSymbolicLink(link, theirs);
        assertThat(said(homeless, "-Duser.home=?", "-Djava.io.tmpdir=" + temporary))
                .isEqualTo(refusal);
        Files.delete(link);
        Files.createDirectory(link);
        Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(said(homeless, "-Duser.home=?", "-Djava.io.tmpdir=" + temporary))
                .isEqualTo(refusal);
        Files.setPosixFilePermissions(link, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(said(homeless, "-Duser.home=?", "-Djava.io.tmpdir=" + temporary))
                .contains("cannot be unpacked into " + link.resolve("cache") + ":");
    }

    /** A library may be there whole, and need another that the system lacks. */
    @Test
    void whatIsUnpackedAndNotLoadedIsNoMatterOfRoom() throws Exception {
        String name = "org/bytedeco/javacpp/" + Loader.getPlatform() + "/libjnijavacpp.so";
        Path library = folder.resolve("some where").resolve(name);
        Files.createDirectories(library.resolveSibling(""));
        try (InputStream packed =
                Objects.requireNonNull(Loader.class.getClassLoader().getResourceAsStream(name))) {
            Files.copy(packed, library);
        }
        UnsatisfiedLinkError failure = new UnsatisfiedLinkError("no jnijavacpp in java.library.path");
        failure.initCause(new UnsatisfiedLinkError(library + ": libm.so.7: cannot open shared object file"));
        assertThat(NativeFolder.remedy(failure))
                .hasValue("the system does not load " + library
                        + ", which is unpacked: libm.so.7: cannot open shared object file");
        Files.write(library, new byte[100]);
        assertThat(NativeFolder.remedy(failure)).isEmpty();
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
