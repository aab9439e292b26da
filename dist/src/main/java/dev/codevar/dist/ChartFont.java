package dev.codevar.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The font of charts, for machines that have none. */
final class ChartFont {
    private static final Path DEJAVU = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");

    private ChartFont() {}

    /** Copies it from this machine. Where Debian builds, it comes with Java. */
    static void copy(Path folder, Licences licences) throws IOException {
        Files.copy(DEJAVU, folder.resolve(DEJAVU.getFileName()));
        licences.ofSystemFile(DEJAVU);
    }
}
