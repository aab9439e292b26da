package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A Java runtime with no more than the program needs, made by a JDK's jlink. */
final class JavaRuntime {
    /** What the jars use ({@code jdeps}), and what only shows when it runs. */
    private static final List<String> MODULES = List.of(
            "java.desktop", // ImageIO, charts
            "java.logging", // protobuf, jline
            "java.management", // SameCommand, memory
            "java.naming", // logback
            "java.net.http", // models fetch
            "java.sql", // pickle knows SQL's dates
            "java.xml", // logback, PNG's metadata
            "jdk.crypto.ec", // HTTPS: most servers' keys lie on elliptic curves; jdeps cannot see a provider
            "jdk.jfr", // doctor and bench
            "jdk.management", // how much memory the machine has
            "jdk.unsupported"); // sun.misc.Unsafe in JavaCPP and protobuf

    /** Parts for a screen and for sound, which need libraries of a desktop. */
    private static final List<String> OF_A_DESKTOP =
            List.of("libawt_xawt.so", "libjawt.so", "libjsound.so", "libsplashscreen.so");

    private JavaRuntime() {}

    /**
     * Makes the runtime.
     *
     * @param jdk the JDK that it is taken from
     * @param runtime a folder that does not exist yet
     */
    static void link(Path jdk, Path runtime) throws IOException {
        Tool.run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                String.join(",", MODULES),
                "--strip-java-debug-attributes",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                runtime.toString());
        for (String library : OF_A_DESKTOP) {
            Files.deleteIfExists(runtime.resolve("lib").resolve(library));
        }
        for (Path program : Folders.files(runtime.resolve("bin"))) {
            if (!program.endsWith("java")) {
                Files.delete(program);
            }
        }
    }
}
