package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.fit.Fit;
import dev.codevar.picture.format.PictureBudget;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options of all commands that read a person's pictures, which may be of any size and kind. */
public final class PictureOptions {

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description =
                    "The most pixels that a picture file may have, 1 to 268435456; reading takes up to 16 bytes for each."
                            + " Default: 25165824, as many as a camera's 24 million.")
    private int maxPixels = PictureBudget.DEFAULT.pixels();

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            description =
                    "What becomes of a picture of another size than the model's. crop: as training data are cut, the shorter"
                            + " side resized to 1.125 times the model's and the middle cut out. pad: resized as a whole and padded with"
                            + " white. exact: refused. Default: crop.")
    private String fit = "crop";

    /** {@return what becomes of a picture of another size than the model's} */
    public Fit fit() {
        return switch (fit.toLowerCase(Locale.ROOT)) {
            case "crop" -> Fit.CROP;
            case "pad" -> Fit.PAD;
            case "exact" -> Fit.EXACT;
            default -> throw new InvalidInputException("fit '" + fit + "' is unknown: use crop, pad or exact");
        };
    }

    /** {@return what reading a picture may take} */
    public PictureBudget budget() {
        OptionRanges.require("max-pixels", maxPixels, 1, PictureBudget.MOST_PIXELS);
        return PictureBudget.DEFAULT.withPixels(maxPixels);
    }
}
