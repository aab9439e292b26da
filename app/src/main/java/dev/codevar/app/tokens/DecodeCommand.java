package dev.codevar.app.tokens;

import dev.codevar.CoDe;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.OutputFiles;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.pyramid.Tokens;
import dev.codevar.report.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar decode}: tokens to pictures. */
@Command(
        name = "decode",
        description = {
            "Decode tokens into pictures: codevar decode tokens.npy --out pictures.",
            "With --scales 3 the pictures are as they stand after the first 3 scales:"
                    + " codevar decode tokens.json --scales 3 --out coarse.png."
        },
        sortOptions = false)
public final class DecodeCommand implements Callable<Integer> {
    private static final String PNG = ".png";

    private final Terminal terminal;

    @Parameters(
            paramLabel = "FILE",
            description = "Tokens of all scales: a .npy or .json file of codevar encode, an array of whole numbers,"
                    + " pictures x tokens, from elsewhere, or a .npz file of one such array.")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--out"},
            paramLabel = "PNG|FOLDER",
            required = true,
            description = "Where to write: a name that ends in .png for a single picture, or a folder for"
                    + " 00000.png, 00001.png and so on. What is there under these names is replaced.")
    private Path out = Path.of("");

    @Option(
            names = "--scales",
            paramLabel = "N",
            description = "Decode the first N scales alone, 1 to all. Default: all.")
    private @Nullable Integer scales;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public DecodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What is printed: {@code scales} is how many were decoded. */
    record Report(String source, String model, int scales, List<String> files) {}

    @Override
    public Integer call() {
        ModelSet set = models.set();
        int all = set.description().scales().size();
        int first = scales == null ? all : scales;
        OptionRanges.require("scales", first, 1, all);
        List<Tokens> tokens = TokenFiles.read(file, set.vaeConfig());
        List<Path> files = files(tokens.size());
        boolean inFolder = !files.get(0).equals(out);
        Map<String, String> text = VaePictures.text(models, file);
        if (first < all) {
            text.put("Scales", first + " of " + all);
        }
        try (CoDe code = models.open(set);
                Bars bars = Bars.withSpeed(terminal, " pictures")) {
            for (int i = 0; i < files.size(); i++) {
                bars.at("decoding", i, OptionalLong.of(files.size()));
                Picture picture = code.decode(tokens.get(i).first(first));
                if (inFolder) {
                    OutputFiles.makeFolder(out);
                }
                PictureFiles.writePng(files.get(i), picture, text);
            }
        }
        print(new Report(
                file.toString(),
                set.description().name(),
                first,
                files.stream().map(Path::toString).toList()));
        return 0;
    }

    /** {@return a name for each picture: what was asked for, or names in the folder, which need not be there yet} */
    private List<Path> files(int pictures) {
        boolean png = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT).endsWith(PNG);
        if (png && !Files.isDirectory(out)) {
            if (pictures > 1) {
                throw new InvalidInputException(
                        file + " holds " + pictures + " pictures, but --out " + out + " names one: name a folder");
            }
            return List.of(OutputFiles.requireWritablePng(out));
        }
        OutputFiles.requireFolder(out);
        return IntStream.range(0, pictures)
                .mapToObj(i -> out.resolve(String.format(Locale.ROOT, "%05d", i) + PNG))
                .toList();
    }

    private void print(Report report) {
        List<String> files = report.files();
        if (json) {
            terminal.out().println(Json.lineOfKnown(report));
        } else if (files.size() == 1) {
            terminal.out().println("wrote " + files.get(0));
        } else {
            terminal.out()
                    .println("wrote " + files.size() + " pictures, " + files.get(0) + " to "
                            + files.get(files.size() - 1));
        }
    }
}
