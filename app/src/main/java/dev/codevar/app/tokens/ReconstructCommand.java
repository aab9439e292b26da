package dev.codevar.app.tokens;

import dev.codevar.CoDe;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.options.PictureOptions;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.app.tokens.VaePictures.Fitted;
import dev.codevar.evaluation.score.PeakSignal;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.ContactSheet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar reconstruct}: what the VQ-VAE keeps of a picture, scale by scale. */
@Command(
        name = "reconstruct",
        description =
                "Encode a picture into token maps and decode it again: a sheet with the picture after every scale.",
        sortOptions = false)
public final class ReconstructCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PICTURE", description = "A picture: PNG, JPEG, BMP, GIF, WebP or TIFF.")
    private Path picture = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The PNG file to write; what is there is replaced. Default: PICTURE-reconstructed.png beside the"
                            + " picture, or the next name that is free.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    @Mixin
    private final PictureOptions pictureOptions = new PictureOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public ReconstructCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** One scale: its number from 1, the side of its token map, and how near the picture comes (null for equal). */
    record Scale(int scale, int side, @Nullable Double psnr) {}

    /** What is printed. */
    record Report(String picture, String file, String model, List<Scale> scales) {}

    @Override
    public Integer call() {
        ModelSet set = models.set();
        Fitted fitted = VaePictures.read(picture, set.vaeConfig().pictureSide(), pictureOptions);
        Picture original = fitted.picture();
        Path file = OutputFiles.requireWritablePng(out == null ? OutputFiles.free(defaultOut()) : out);
        fitted.note(picture).ifPresent(terminal::note);
        try (CoDe code = models.open(set)) {
            List<Picture> perScale = code.reconstruct(original);
            Report report = report(original, perScale, code, file);
            PictureFiles.writePng(file, sheet(original, perScale, report.scales()), VaePictures.text(models, picture));
            print(report);
        }
        return 0;
    }

    private Path defaultOut() {
        String name = String.valueOf(picture.getFileName());
        int dot = name.lastIndexOf('.');
        return picture.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + "-reconstructed.png");
    }

    private Report report(Picture original, List<Picture> perScale, CoDe code, Path file) {
        List<Integer> sides = code.models().description().scales();
        List<Scale> scales = new ArrayList<>();
        for (int k = 0; k < perScale.size(); k++) {
            double ratio = PeakSignal.ratio(original, perScale.get(k));
            scales.add(new Scale(k + 1, sides.get(k), Double.isInfinite(ratio) ? null : ratio));
        }
        return new Report(
                picture.toString(), file.toString(), code.models().description().name(), scales);
    }

    private static Picture sheet(Picture original, List<Picture> perScale, List<Scale> scales) {
        List<Picture> pictures = new ArrayList<>(List.of(original));
        List<String> captions = new ArrayList<>(List.of("original"));
        pictures.addAll(perScale);
        scales.forEach(it -> captions.add("scale " + it.scale() + ": " + it.side() + "x" + it.side()));
        return ContactSheet.of(pictures, captions, ContactSheet.columnsFor(pictures.size()));
    }

    private void print(Report report) {
        if (json) {
            terminal.out().println(Json.lineOfKnown(report));
            return;
        }
        for (Scale scale : report.scales()) {
            String ratio = scale.psnr() == null ? "equal" : String.format(Locale.ROOT, "%.2f dB", scale.psnr());
            terminal.out()
                    .println(String.format(
                            Locale.ROOT,
                            "scale %2d  %3dx%-3d  PSNR %s",
                            scale.scale(),
                            scale.side(),
                            scale.side(),
                            ratio));
        }
        terminal.out().println("wrote " + report.file());
    }
}
