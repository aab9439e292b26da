package dev.codevar.app.tokens;

import dev.codevar.CoDe;
import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.PictureOptions;
import dev.codevar.app.terminal.Bars;
import dev.codevar.app.terminal.Terminal;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Tokens;
import dev.codevar.report.json.Json;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code codevar encode}: pictures to the tokens of all scales. */
@Command(
        name = "encode",
        description = {
            "Encode pictures into the tokens of all scales: codevar encode shoe.png bag.png --out tokens.npy.",
            "A .npy file is an array of 32-bit numbers, pictures x tokens, the scales one after the other from coarse to"
                    + " fine, each row by row. A .json file has model, scales and codes, and for each picture its file and"
                    + " every scale's map as an array of rows.",
            "codevar decode makes pictures of such files again. Tokens are found in float32, whatever --precision says."
        },
        sortOptions = false)
public final class EncodeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "PICTURE", arity = "1..*", description = "Pictures: PNG, JPEG, BMP, GIF, WebP or TIFF.")
    private List<Path> pictures = List.of();

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            required = true,
            description = "The .npy or .json file to write; what is there is replaced. Repeat it to write both.")
    private List<Path> out = List.of();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    @Mixin
    private final PictureOptions pictureOptions = new PictureOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    public EncodeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What is printed: {@code tokens} is the number of tokens of one picture. */
    record Report(List<String> files, String model, int pictures, int tokens, List<Integer> scales, int codes) {}

    @Override
    public Integer call() {
        out.forEach(TokenFiles::requireWritable);
        ModelSet set = models.set();
        VqVaeConfig config = set.vaeConfig();
        List<String> notes = notes(config.pictureSide());
        if (!notes.isEmpty()) {
            terminal.note(notes.get(0) + (notes.size() == 1 ? "" : "; so it is with " + (notes.size() - 1) + " more"));
        }
        List<Tokens> tokens = new ArrayList<>();
        try (CoDe code = models.open(set);
                Bars bars = Bars.withSpeed(terminal, " pictures")) {
            for (Path picture : pictures) {
                bars.at("encoding", tokens.size(), OptionalLong.of(pictures.size()));
                tokens.add(code.encode(VaePictures.read(picture, config.pictureSide(), pictureOptions)
                        .picture()));
            }
        }
        String name = set.description().name();
        out.forEach(file -> TokenFiles.write(file, name, config, pictures, tokens));
        print(name, config);
        return 0;
    }

    /** All are read once before the work begins: the last of many may be no picture. */
    private List<String> notes(int side) {
        List<String> notes = new ArrayList<>();
        try (Bars bars = Bars.withSpeed(terminal, " pictures")) {
            for (int i = 0; i < pictures.size(); i++) {
                bars.at("looking at", i, OptionalLong.of(pictures.size()));
                Path picture = pictures.get(i);
                VaePictures.read(picture, side, pictureOptions).note(picture).ifPresent(notes::add);
            }
        }
        return notes;
    }

    private void print(String model, VqVaeConfig config) {
        List<Integer> scales = config.pyramid().sides();
        int length = config.pyramid().length();
        List<String> files = out.stream().map(Path::toString).toList();
        if (json) {
            Report report = new Report(files, model, pictures.size(), length, scales, config.codes());
            terminal.out().println(Json.lineOfKnown(report));
            return;
        }
        files.forEach(file -> terminal.out().println("wrote " + file));
        terminal.out()
                .println(pictures.size() + (pictures.size() == 1 ? " picture" : " pictures") + " of " + length
                        + " tokens, in scales "
                        + scales.stream().map(side -> side + "x" + side).collect(Collectors.joining(" "))
                        + ", by the VQ-VAE of " + model + "; ids are from 0 to " + (config.codes() - 1));
    }
}
