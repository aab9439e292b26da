package dev.codevar.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * The program's jars and native libraries, which are this program's own class path. The native libraries lie unpacked in the
 * folders that JavaCPP looks for on the class path: then it loads them where they are and writes nothing.
 */
final class ProgramFiles {
    private static final Pattern LIBRARY = Pattern.compile("org/bytedeco/.*\\.so(\\.\\d+)*");

    /** Nobody loads OpenBLAS's functions that have no Java classes here. */
    private static final String UNUSED = "libjniopenblas_full.so";

    private static final String OPENBLAS = "libopenblas.so.0";

    /** By this name JavaCPP's glue asks for OpenBLAS where it does not need LAPACK; in its cache it puts a copy there. */
    private static final String OPENBLAS_AGAIN = "libopenblas_nolapack.so.0";

    private ProgramFiles() {}

    /**
     * @param app gets {@code codevar.jar}, the folder {@code lib}, which that jar names, and the folder {@code natives}
     * @param platform JavaCPP's name of the platform
     */
    static void copy(Path app, String platform) throws IOException {
        Path lib = Files.createDirectories(app.resolve("lib"));
        Path natives = Files.createDirectories(app.resolve("natives"));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.endsWith("-" + platform + ".jar")) {
                unpack(jar, natives);
            } else if (name.equals("codevar.jar")) {
                Files.copy(jar, app.resolve(name));
            } else if (name.endsWith(".jar")) {
                Files.copy(jar, lib.resolve(name));
            }
        }
        for (String needed : List.of("pytorch", "openblas", "dnnl", "javacpp")) {
            if (!Files.isDirectory(natives.resolve("org/bytedeco/" + needed + "/" + platform))) {
                throw new IOException("no native libraries of " + needed + " for " + platform + " on the class path");
            }
        }
        Path openblas = natives.resolve("org/bytedeco/openblas/" + platform);
        Files.createSymbolicLink(openblas.resolve(OPENBLAS_AGAIN), Path.of(OPENBLAS));
    }

    private static void unpack(Path jar, Path natives) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : Collections.list(file.entries())) {
                String name = entry.getName();
                if (LIBRARY.matcher(name).matches() && !name.endsWith(UNUSED)) {
                    Path to = natives.resolve(name);
                    Files.createDirectories(to.getParent());
                    try (InputStream in = file.getInputStream(entry)) {
                        Files.copy(in, to);
                    }
                }
            }
        }
    }
}
