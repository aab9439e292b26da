package dev.codevar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script that builds and starts {@code codevar}, with a Maven that takes half a second and a Java that only says so. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    @TempDir
    private Path home;

    private Path tools = Path.of("tools");
    private Path builds = Path.of("builds");
    private Path lock = Path.of("lock");

    @BeforeEach
    void writeHouse() throws IOException {
        tools = Files.createDirectory(home.resolve("tools"));
        builds = home.resolve("builds");
        lock = home.resolve("app/target/build.lock");
        script(home.resolve("codevar"), Files.readString(Path.of("../codevar")));
        script(tools.resolve("mvn"), """
                #!/bin/sh
                echo begins >>builds
                mkdir -p app/target
                echo >app/target/codevar.jar
                sleep 0.5
                echo ends >>builds
                """);
        script(tools.resolve("java"), "#!/bin/sh\necho started\n");
        Files.writeString(home.resolve("pom.xml"), "");
        for (String module : List.of("core", "training", "app")) {
            Files.createDirectories(home.resolve(module + "/src/main"));
            Files.writeString(home.resolve(module + "/pom.xml"), "");
        }
    }

    @Test
    void oneOfManyStartsBuilds() throws Exception {
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            starts.add(start());
        }
        for (Process started : starts) {
            assertStarts(started);
        }
        assertThat(builds).hasContent("begins\nends");
        assertThat(lock).doesNotExist();
    }

    @Test
    void aBuildThatIsNewEnoughIsStarted() throws Exception {
        assertStarts(start());
        assertStarts(start());
        assertThat(builds).hasContent("begins\nends");
    }

    /** One for each build: a Java that dies while it makes one leaves part of a file, and another Java none at all. */
    @Test
    void anArchiveOfClassesIsMadeOnceAndUsedWhole() throws Exception {
        Path archive = home.resolve("app/target/codevar.jsa");
        script(tools.resolve("java"), """
                #!/bin/sh
                for word; do
                    case $word in
                        -XX:ArchiveClassesAtExit=*)
                            echo makes >>%s
                            echo part >"${word#*=}"
                            echo the disk is full >&2
                            exit 1 ;;
                        -XX:SharedArchiveFile=*) echo archived; exit ;;
                    esac
                done
                echo started
                """.formatted(builds));
        Process first = start();
        assertStarts(first);
        Path log = home.resolve("app/target/codevar-archive.log");
        assertThat(first.errorReader().lines())
                .contains("codevar: there is no archive of classes, and starts take longer: making it failed, as " + log
                        + " says");
        assertThat(log).hasContent("the disk is full");
        assertStarts(start());
        assertThat(archive).isEmptyFile();
        Files.writeString(archive, "whole");
        assertThat(start().inputReader().readLine()).isEqualTo("archived");
        assertThat(builds).hasContent("begins\nends\nmakes");
    }

    /** The jar is there, what it needs may not be. */
    @Test
    void aBuildThatWasKilledIsMadeAgain() throws Exception {
        assertStarts(start());
        leaveLock();
        Files.createFile(lock.resolve("building"));
        assertStarts(start());
        assertThat(builds).hasContent("begins\nends\nbegins\nends");
    }

    /** What was killed after its build, while it made the archive of classes, leaves a whole program. */
    @Test
    void aStartThatWasKilledAfterItsBuildCostsNoOther() throws Exception {
        assertStarts(start());
        leaveLock();
        assertStarts(start());
        assertThat(builds).hasContent("begins\nends");
        assertThat(lock).doesNotExist();
    }

    private void leaveLock() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createDirectory(lock);
        Files.writeString(lock.resolve("owner"), gone.pid() + " " + machine() + "\n");
    }

    @Test
    void aBuildOfAnotherMachineIsWaitedForInOneLine() throws Exception {
        assertStarts(start());
        Files.createDirectory(lock);
        Files.writeString(lock.resolve("owner"), "1 elsewhere\n");
        Process waiting = start();
        String line = waiting.errorReader().readLine();
        assertThat(line).contains("waiting for another start that builds (process 1 elsewhere)", lock.toString());
        Files.delete(lock.resolve("owner"));
        Files.delete(lock);
        assertStarts(waiting);
        assertThat(builds).hasContent("begins\nends");
    }

    @Test
    void aFailedBuildIsNotStartedAndLeavesNoLock() throws Exception {
        script(tools.resolve("mvn"), "#!/bin/sh\nexit 7\n");
        assertThat(start().waitFor()).isNotZero();
        assertThat(lock).doesNotExist();
    }

    /** As in a checkout that cannot be written; root can write everywhere but into a file's place. */
    @Test
    void whereNothingCanBeBuiltOneLineSaysSo() throws Exception {
        Files.writeString(home.resolve("app/target"), "");
        Process start = start();
        assertThat(start.errorReader().lines())
                .containsExactly("codevar: cannot build: " + home.resolve("app/target") + " cannot be written");
        assertThat(start.waitFor()).isEqualTo(1);
        assertThat(builds).doesNotExist();
    }

    @Test
    void aNewerSourceFileIsBuilt() throws Exception {
        assertStarts(start());
        Path source = Files.writeString(home.resolve("core/src/main/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertStarts(start());
        assertThat(builds).hasContent("begins\nends\nbegins\nends");
    }

    /** Java takes its encoding of paths from the locale. */
    @Test
    void localesThatKnowOnlyAsciiAreNotLeftToJava() throws Exception {
        assertStarts(start());
        script(tools.resolve("java"), "#!/bin/sh\necho \"${LC_ALL:-as it was}\"\n");
        for (String ascii : List.of("C", "POSIX", "xx_XX.UTF-8")) {
            assertThat(said(Map.of("LC_ALL", ascii))).as(ascii).isEqualTo("C.UTF-8");
            assertThat(said(Map.of("LANG", ascii))).as(ascii).isEqualTo("C.UTF-8");
        }
        assertThat(said(Map.of())).isEqualTo("C.UTF-8");
        assertThat(said(Map.of("LANG", "C.UTF-8"))).isEqualTo("as it was");
    }

    /** Commands end soon, a server runs for days: it gets the compiler, the collector and the memory for that. */
    @Test
    void aServerHasOptionsOfItsOwn() throws Exception {
        script(tools.resolve("java"), "#!/bin/sh\necho \"$@\"\n");
        ProcessBuilder serve = builder();
        serve.command().add("serve");
        assertThat(serve.start().inputReader().readLine())
                .contains("-XX:+UseG1GC", "-Xmx1g")
                .doesNotContain("TieredStopAtLevel", "SerialGC")
                .endsWith(" serve");
        ProcessBuilder generate = builder();
        generate.command().add("generate");
        assertThat(generate.start().inputReader().readLine())
                .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                .endsWith(" generate");
    }

    private String said(Map<String, String> locale) throws IOException {
        ProcessBuilder builder = builder();
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().putAll(locale);
        return builder.start().inputReader().readLine();
    }

    private Process start() throws IOException {
        return builder().start();
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("codevar").toString());
        builder.environment().remove("JAVA_HOME");
        builder.environment().merge("PATH", tools.toString(), (old, first) -> first + ":" + old);
        return builder;
    }

    private static void assertStarts(Process start) throws Exception {
        assertThat(start.inputReader().readLine()).isEqualTo("started");
        assertThat(start.waitFor()).isZero();
    }

    private static String machine() throws IOException {
        return new ProcessBuilder("uname", "-n").start().inputReader().readLine();
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
