package dev.codevar.app.scoring;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PictureFolders;
import dev.codevar.app.options.PlaceOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.evaluation.nearest.NearestReport;
import dev.codevar.evaluation.nearest.NearestSearch;
import dev.codevar.evaluation.nearest.NearestSheet;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.files.data.FashionMnist;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.json.Json;
import dev.codevar.report.table.Shown;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar nearest}: whether generated pictures are copies of what the model learnt from. */
@Command(
        name = "nearest",
        description = {
            "Look for copies: of every sample the training picture that is nearest to it, cut from the middle, as it is or mirrored.",
            "How near they are is told beside the same of the data's test pictures, which no model learnt from, and a sheet"
                    + " shows samples beside their nearest: half of them the nearest of all."
        },
        sortOptions = false)
public final class NearestCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            paramLabel = "SAMPLES",
            description = "The generated pictures, square ones: what codevar evaluate takes.")
    private Path samples = Path.of("");

    @Option(names = "--data", paramLabel = "FOLDER", description = PictureFolders.MAY_BE)
    private Path data = FashionMnist.FOLDER;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The PNG file to write; what is there is replaced. Default: nearest.png in this folder, or the next name"
                            + " that is free.")
    private @Nullable Path out;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many samples the sheet shows, 1 to 1000. Default: 24.")
    private int count = 24;

    @Option(names = "--threads", paramLabel = "N", description = PlaceOptions.THREADS)
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    public NearestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What is printed for programs. */
    private record Printed(String file, NearestReport report) {}

    @Override
    public Integer call() {
        OptionRanges.require("count", count, 1, 1000);
        Path file = OutputFiles.requireWritablePng(out == null ? OutputFiles.free(Path.of("nearest.png")) : out);
        PlaceOptions.useThreads(threads);
        Libtorch.load();
        try (PictureSet drawn = PictureSet.open(samples);
                EvaluateProgress progress = new EvaluateProgress(terminal)) {
            LabelledPictures learnt = LabelledPictures.open(data, drawn.width(), progress.unreadable());
            NearestSearch found = NearestSearch.of(drawn, learnt, progress);
            NearestReport report = NearestReport.of(found, drawn.width());
            PictureFiles.writePng(file, NearestSheet.of(found.samples(), drawn, learnt.training(), count), Map.of());
            String written = Shown.plain(file.toString());
            terminal.out()
                    .print(
                            json
                                    ? Json.line(new Printed(file.toString(), report)) + "\n"
                                    : report.text() + "wrote " + written + "\n");
            terminal.out().flush();
        }
        return 0;
    }
}
