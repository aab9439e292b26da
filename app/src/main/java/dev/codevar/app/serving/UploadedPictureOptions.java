package dev.codevar.app.serving;

import dev.codevar.app.options.OptionRanges;
import dev.codevar.picture.format.PictureBudget;
import dev.codevar.serve.ServeLimits;
import dev.codevar.serve.ServeLimitsBuilder;
import picocli.CommandLine.Option;

/** What a picture may be that a client sends. */
abstract class UploadedPictureOptions {
    private static final int MOST_MILLIONS = 256;
    private static final PictureBudget PICTURE = ServeLimits.DEFAULT.picture();

    @Option(
            names = "--most-pixels",
            paramLabel = "MILLIONS",
            description =
                    "How many pixels an uploaded picture may have; each takes 16 bytes while it is read. 1 to 256. Default: 16.")
    private int mostPixels = PICTURE.pixels() >> 20;

    @Option(
            names = "--large-pictures",
            paramLabel = "N",
            description =
                    "How many requests with a picture of more than a million pixels are taken at a time: one is decoded, the others wait. 1 to 3. Default: 2.")
    private int largePictures = ServeLimits.DEFAULT.largePictures();

    @Option(
            names = "--most-side",
            paramLabel = "N",
            description = "How many pixels a side of it may have, 1 to 2147483647. Default: 32768.")
    private int mostSide = PICTURE.side();

    @Option(
            names = "--most-scans",
            paramLabel = "N",
            description = "How many scans a JPEG may have, 1 to 2147483647. Default: 32.")
    private int mostScans = PICTURE.jpegScans();

    @Option(
            names = "--most-chunks",
            paramLabel = "N",
            description = "How many chunks a PNG may have, 1 to 2147483647. Default: 16384.")
    private int mostChunks = PICTURE.pngChunks();

    @Option(
            names = "--most-blocks",
            paramLabel = "N",
            description = "How many blocks a GIF may have, 1 to 2147483647. Default: 262144.")
    private int mostBlocks = PICTURE.gifBlocks();

    ServeLimitsBuilder uploaded(ServeLimitsBuilder limits) {
        OptionRanges.require("most-pixels", mostPixels, 1, MOST_MILLIONS);
        OptionRanges.require("large-pictures", largePictures, 1, 3);
        OptionRanges.require("most-side", mostSide, 1, Integer.MAX_VALUE);
        OptionRanges.require("most-scans", mostScans, 1, Integer.MAX_VALUE);
        OptionRanges.require("most-chunks", mostChunks, 1, Integer.MAX_VALUE);
        OptionRanges.require("most-blocks", mostBlocks, 1, Integer.MAX_VALUE);
        return limits.uploadPixels(mostPixels << 20)
                .uploadSide(mostSide)
                .jpegScans(mostScans)
                .pngChunks(mostChunks)
                .gifBlocks(mostBlocks)
                .largePictures(largePictures);
    }
}
