package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a container needs beside the distribution: the C library, its locale for names in UTF-8, and a shell for the launcher. They
 * are files of this machine's Debian packages, with their licences.
 */
public final class ContainerRoot {
    /** Where every program looks for what loads its libraries. */
    private static final String LOADER = "lib64/ld-linux-x86-64.so.2";

    /** Debian's shell for scripts, which needs the C library alone. */
    private static final Path SHELL = Path.of("/usr/bin/dash");

    private static final String LOCALE = "usr/lib/locale/C.utf8";

    private static final Path SYSTEM = Path.of("/");

    private ContainerRoot() {}

    /**
     * Makes the root folder anew.
     *
     * @param arguments the folder of the distribution, the root folder, and the folder of classes of the module that packs them, which
     *     Jib insists on though there are none
     * @throws IOException if a file cannot be read or written, or a tool fails
     */
    public static void main(String... arguments) throws IOException {
        Path distribution = Path.of(arguments[0]);
        Path root = Path.of(arguments[1]);
        Files.createDirectories(Path.of(arguments[2]));
        Folders.delete(root);
        Licences licences = new Licences(root.resolve("usr/share/licences"));
        add(SYSTEM.resolve(LOADER), root.resolve(LOADER), licences);
        add(SHELL, root.resolve("bin/sh"), licences);
        for (Map.Entry<String, Path> library : SystemLibraries.ofC(distribution).entrySet()) {
            add(library.getValue(), root.resolve("lib/x86_64-linux-gnu").resolve(library.getKey()), licences);
        }
        for (Path file : Folders.files(SYSTEM.resolve(LOCALE))) {
            add(file, root.resolve(SYSTEM.relativize(file).toString()), licences);
        }
        // Places for what the container's engine mounts.
        for (String place : new String[] {"dev", "proc", "sys", "tmp", "work"}) {
            Files.createDirectories(root.resolve(place));
        }
        Path etc = Files.createDirectories(root.resolve("etc"));
        Files.writeString(
                etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\ncodevar:x:65532:65532::/nonexistent:/bin/sh\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\ncodevar:x:65532:\n");
    }

    private static void add(Path file, Path to, Licences licences) throws IOException {
        Path real = file.toRealPath();
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(real, to);
        licences.ofSystemFile(real);
    }
}
