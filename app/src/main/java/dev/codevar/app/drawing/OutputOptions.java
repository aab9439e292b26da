package dev.codevar.app.drawing;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what becomes of the pictures. */
final class OutputOptions {

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE|FOLDER",
            description = "Where to write: a PNG file, or a folder with --separate. What is there under that name is"
                    + " replaced. Default: a name in this folder that is free.")
    @Nullable
    Path out;

    @Option(names = "--separate", description = "Write every picture to a file of its own instead of one sheet.")
    boolean separate;

    @Option(
            names = "--previews",
            description = "Write a second sheet: every picture as it was after each scale, and by which model.")
    boolean previews;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    boolean json;

    @Option(
            names = "--like",
            paramLabel = "PICTURE",
            description =
                    "Make the pictures of this file again, from what its text says. Other options that say what to"
                            + " make are then not allowed; --model, --device, --precision and --threads override the file's.")
    @Nullable
    Path like;
}
