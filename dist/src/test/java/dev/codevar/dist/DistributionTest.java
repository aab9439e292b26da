package dev.codevar.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive on a machine that has nothing: unpacked in a folder with a space in its name, and used from another one. */
class DistributionTest {
    /** Any user who is not root and owns nothing; Linux calls this number nobody. */
    private static final String NOBODY = "65534:65534";

    private static Path folder = Path.of("folder");
    private static Path work = Path.of("work");
    private static Unpacked unpacked = new Unpacked(Path.of("unpacked"));

    @BeforeAll
    static void unpack(@TempDir Path empty) throws Exception {
        folder = empty;
        // Other users look in, too.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpacked = Unpacked.in(Files.createDirectory(folder.resolve("some where")));
        work = Files.createDirectory(folder.resolve("work"));
    }

    @Test
    void drawsWhatTheJarDraws() throws Exception {
        Unpacked.Ended drawn = unpacked.codevar(work, "generate", "-o", "here.png");
        assertThat(drawn.code()).as(drawn.printed()).isZero();
        Unpacked.Ended jar = Unpacked.run(
                work,
                Map.of("HOME", System.getProperty("user.home"), "OMP_WAIT_POLICY", "passive"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dcodevar.home=" + Path.of("..").toRealPath(),
                        "-jar",
                        System.getProperty("dist.jar"),
                        "generate",
                        "-o",
                        "jar.png"));
        assertThat(jar.code()).as(jar.printed()).isZero();
        assertThat(work.resolve("here.png")).hasSameBinaryContentAs(work.resolve("jar.png"));
    }

    /** Spark is not in it; what uses Spark is. */
    @Test
    void saysHowToGetSpark() throws Exception {
        assertThat(Folders.files(unpacked.root().resolve("app/lib")))
                .anyMatch(jar -> jar.getFileName().toString().startsWith("codevar-cluster-"))
                .noneMatch(jar -> jar.getFileName().toString().matches("(spark|hadoop|scala|parquet)-.*"));
        Unpacked.Ended cluster = unpacked.codevar(work, "cluster", "sample", "--out", "run");
        assertThat(cluster.code()).isEqualTo(2);
        assertThat(cluster.printed().lines())
                .singleElement()
                .asString()
                .contains("Spark is not there: set SPARK_HOME to an unpacked Spark 4");
    }

    @Test
    void saysItsVersionThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(work.resolve("codevar"), unpacked.launcher());
        Unpacked.Ended version = Unpacked.run(work, Map.of(), List.of(link.toString(), "--version"));
        assertThat(version.printed()).isEqualTo("CoDe for Java " + System.getProperty("dist.version") + "\n");
    }

    /** It starts its own Java again, in a process of its own, and loads every native library. */
    @Test
    void doctorFindsNothingWrong() throws Exception {
        Unpacked.Ended doctor = unpacked.codevar(work, "doctor", "--model", "fashion32");
        assertThat(doctor.code()).as(doctor.printed()).isZero();
        assertThat(doctor.printed()).contains(unpacked.root().toRealPath() + "/app/natives");
    }

    @Test
    void readsAndWritesNamesOutsideAscii() throws Exception {
        Unpacked.Ended drawn = unpacked.codevar(work, Map.of("LC_ALL", "POSIX"), "generate", "-o", "Bücher 書.png");
        assertThat(drawn.code()).as(drawn.printed()).isZero();
        assertThat(work.resolve("Bücher 書.png")).exists();
    }

    /** A shell of another machine brings its locale along. */
    @Test
    void readsSuchNamesInALocaleThatIsNotInstalled() throws Exception {
        Unpacked.Ended drawn = unpacked.codevar(work, Map.of("LANG", "xx_XX.UTF-8"), "generate", "-o", "Bücher 2.png");
        assertThat(drawn.code()).as(drawn.printed()).isZero();
        assertThat(work.resolve("Bücher 2.png")).exists();
    }

    @Test
    void drawsAChartWithItsOwnFont() throws Exception {
        Map<String, String> itsFont = Map.of(
                "FONTCONFIG_FILE",
                unpacked.root().resolve("app/fonts/fonts.conf").toString());
        Unpacked.Ended bench = unpacked.codevar(
                work,
                itsFont,
                "bench",
                "--model",
                "fashion32",
                "--plan",
                "small",
                "--repetitions",
                "1",
                "--kernel-time",
                "1",
                "--chart",
                "chart.png");
        assertThat(bench.code()).as(bench.printed()).isZero();
        assertThat(work.resolve("chart.png")).isNotEmptyFile();
    }

    @Test
    void serves() throws Exception {
        Path said = work.resolve("address");
        Path log = work.resolve("log");
        ProcessBuilder serve = new ProcessBuilder(unpacked.launcher().toString(), "serve", "--port", "0")
                .directory(work.toFile())
                .redirectOutput(said.toFile())
                .redirectError(log.toFile());
        serve.environment().clear();
        Process process = serve.start();
        try {
            while (process.isAlive() && Files.readString(said).isBlank()) {
                Thread.sleep(50);
            }
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            URI address = URI.create(Files.readString(said).strip());
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest draw = HttpRequest.newBuilder(address.resolve("v1/images/generations"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"prompt\":\"Bag\",\"output_format\":\"jpeg\"}"))
                    .build();
            HttpResponse<String> drawn = client.send(draw, HttpResponse.BodyHandlers.ofString());
            assertThat(drawn.statusCode()).as(drawn.body()).isEqualTo(200);
            HttpResponse<String> page =
                    client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(page.body()).contains("main.js");
            process.toHandle().destroy();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    /** As bash asks when Tab is pressed behind these words. */
    @Test
    void bashCompletesWords() throws Exception {
        Path script = unpacked.root().resolve("share/bash-completion/completions/codevar");
        Unpacked.Ended completed = Unpacked.run(
                work,
                Map.of(),
                List.of(
                        "/bin/bash",
                        "-c",
                        ". \"$0\"; COMP_WORDS=(codevar models fe); COMP_CWORD=2; _complete_codevar; echo \"${COMPREPLY[*]}\"",
                        script.toString()));
        assertThat(completed.printed()).isEqualTo("fetch\n");
    }

    @Test
    void groffUnderstandsThePages() throws Exception {
        Path pages = unpacked.root().resolve("share/man/man1");
        Path groff = Path.of("/usr/bin/groff");
        assertThat(pages.resolve("codevar-models-fetch.1")).exists();
        assumeTrue(Files.exists(groff), "there is no " + groff);
        for (Path page : Folders.files(pages)) {
            Unpacked.Ended read = Unpacked.run(
                    work, Map.of("PATH", "/usr/bin"), List.of(groff.toString(), "-man", "-ww", "-z", page.toString()));
            assertThat(read.printed()).as(page.toString()).isEmpty();
        }
    }

    /** No hash of this file was ever published, so that a server may send what it likes. */
    @Test
    void fetchesByHttps() throws Exception {
        byte[] bytes = "a drafter".getBytes(StandardCharsets.UTF_8);
        try (SecureServer server = new SecureServer(work, bytes)) {
            List<String> fetch = List.of("models", "fetch", "drafter_8.pth", "--mirror", server.address(), "--to");
            Unpacked.Ended refused = unpacked.codevar(work, Map.of(), words(fetch, "refused"));
            assertThat(refused.code()).as(refused.printed()).isEqualTo(1);
            Unpacked.Ended fetched =
                    unpacked.codevar(work, Map.of("JDK_JAVA_OPTIONS", server.trust()), words(fetch, "fetched"));
            assertThat(fetched.code()).as(fetched.printed()).isZero();
            assertThat(work.resolve("fetched/drafter_8.pth")).hasBinaryContent(bytes);
        }
    }

    @Test
    void everyLibraryHasItsLicence() throws Exception {
        Path texts = unpacked.root().resolve("licences");
        new Licences(texts).requireAll(unpacked.root().resolve("app/natives"));
        Path system = Path.of("/usr/lib/x86_64-linux-gnu");
        for (Path library : Folders.files(unpacked.root().resolve("runtime/lib"))) {
            String name = library.getFileName().toString();
            // Java's own have no number in their names.
            if (name.matches("lib.+\\.so\\.\\d+")) {
                String pack = Licences.pack(system.resolve(name).toRealPath());
                assertThat(texts.resolve("debian/" + pack + ".txt")).as(name).exists();
            }
        }
        assertThat(texts.resolve("common-licenses/GPL-3")).isNotEmptyFile();
        assertThat(texts.resolve("common-licenses/LGPL-2.1")).isNotEmptyFile();
        assertThat(texts.resolve("debian/libgcc-s1.txt")).content().contains("GCC RUNTIME LIBRARY EXCEPTION");
    }

    private static String[] words(List<String> words, String last) {
        return Stream.concat(words.stream(), Stream.of(last)).toArray(String[]::new);
    }

    /** The certificates of public authorities; Java has none of its own where it takes the system's. */
    @Test
    void trustsPublicAuthorities() throws Exception {
        KeyStore authorities = KeyStore.getInstance(
                unpacked.root().resolve("runtime/lib/security/cacerts").toFile(), "changeit".toCharArray());
        assertThat(authorities.size()).isGreaterThan(50);
    }

    /** Nothing is unpacked at the first start, nor kept for the second. */
    @Test
    void runsWhereNothingCanBeWritten() throws Exception {
        List<String> command = new ArrayList<>();
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root) {
            // Permissions do not stop root.
            Path chroot = Path.of("/usr/sbin/chroot");
            assumeTrue(Files.exists(chroot), "root cannot become another user without " + chroot);
            command.addAll(List.of(chroot.toString(), "--userspec=" + NOBODY, "/"));
        }
        command.addAll(List.of(unpacked.launcher().toString(), "generate", "-o"));
        Path out = Files.createDirectory(
                folder.resolve("out"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
        command.add(out.resolve("picture.png").toString());
        if (!root) {
            Tool.run("chmod", "-R", "a-w", unpacked.root().toString());
        }
        try {
            Unpacked.Ended drawn = Unpacked.run(work, Map.of(), command);
            assertThat(drawn.code()).as(drawn.printed()).isZero();
            assertThat(out.resolve("picture.png")).isNotEmptyFile();
        } finally {
            if (!root) {
                Tool.run("chmod", "-R", "u+w", unpacked.root().toString());
            }
        }
    }

    /** At another place than it was made at, and without a word where it does not fit. */
    @Test
    void loadsClassesFromTheirArchive() throws Exception {
        Unpacked.Ended loaded =
                unpacked.codevar(work, Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load"), "models", "list");
        assertThat(loaded.printed())
                .containsPattern("dev\\.codevar\\.app\\.Main source: shared objects file \\(top\\)")
                .contains("fashion32");
    }
}
