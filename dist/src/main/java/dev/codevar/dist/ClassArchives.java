package dev.codevar.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Archives of loaded classes, which Java maps into memory instead of reading and checking each class again (CDS). */
final class ClassArchives {
    private ClassArchives() {}

    /**
     * Makes the runtime's own archive, and above it one of what drawing a sheet of pictures loads.
     *
     * @param root the folder that people get, whose files have their times already: an archive remembers those of jars
     * @param archive where the launcher looks for the second one
     */
    static void make(Path root, Path archive) throws IOException {
        Tool.run(root.resolve("runtime/bin/java").toString(), "-Xshare:dump");
        Path picture = Files.createTempFile("codevar", ".png");
        Path natives = root.resolve("app/natives");
        Path apart = root.resolve("app/natives-apart");
        Files.move(natives, apart);
        try {
            Tool.run(
                    Map.of("JDK_JAVA_OPTIONS", making(archive, apart)),
                    root.resolve("bin/codevar").toString(),
                    "generate",
                    "-o",
                    picture.toString());
        } finally {
            Files.move(apart, natives);
            Files.delete(picture);
        }
        if (!Files.exists(archive)) {
            throw new IOException("Java made no archive of classes: " + archive);
        }
    }

    /** {@return Java's options for a start that makes an archive, with the native libraries in another place than the class path} */
    private static String making(Path archive, Path natives) throws IOException {
        String folders = Folders.files(natives).stream()
                .map(library -> library.resolveSibling("").toString())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        return "\"-XX:ArchiveClassesAtExit=" + archive + "\" \"-Djava.library.path=" + folders
                + "\" -Dorg.bytedeco.javacpp.pathsFirst=true";
    }
}
