package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
        try {
            Tool.run(
                    // The last of two options counts: this one comes first, the launcher's archive is not there yet.
                    Map.of("JDK_JAVA_OPTIONS", "-XX:ArchiveClassesAtExit=" + archive),
                    root.resolve("bin/codevar").toString(),
                    "generate",
                    "-o",
                    picture.toString());
        } finally {
            Files.delete(picture);
        }
        if (!Files.exists(archive)) {
            throw new IOException("Java made no archive of classes: " + archive);
        }
    }
}
