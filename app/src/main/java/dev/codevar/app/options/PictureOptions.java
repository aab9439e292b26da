package dev.codevar.app.options;

import dev.codevar.picture.format.PictureBudget;
import picocli.CommandLine.Option;

/** The options of all commands that read a person's pictures. */
public final class PictureOptions {

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            description =
                    "The most pixels that a picture file may have, 1 to 268435456; reading takes up to 16 bytes for each."
                            + " Default: 25165824, as many as a camera's 24 million.")
    private int maxPixels = PictureBudget.DEFAULT.pixels();

    /** {@return what reading a picture may take} */
    public PictureBudget budget() {
        OptionRanges.require("max-pixels", maxPixels, 1, PictureBudget.MOST_PIXELS);
        return PictureBudget.DEFAULT.withPixels(maxPixels);
    }
}
