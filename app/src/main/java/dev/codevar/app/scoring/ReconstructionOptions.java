package dev.codevar.app.scoring;

import dev.codevar.app.options.PictureFolders;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.FashionMnist;
import dev.codevar.files.data.FirstPictures;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.data.PictureData;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which pictures a VQ-VAE gives back to be scored. */
final class ReconstructionOptions {
    @Option(
            names = "--reconstructions",
            description =
                    "Score what the model set's VQ-VAE gives back of test pictures (papers call it rFID), and say how near"
                            + " they come to them: the mean squared difference in [-1, 1], PSNR, and the codes in use. --batch is"
                            + " how many are in memory together. Default: drawn pictures are scored.")
    boolean asked;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "With --reconstructions, whose test pictures. " + PictureFolders.MAY_BE)
    private @Nullable Path data;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "With --reconstructions, only the first N test pictures, 1 to all. Default: all.")
    private @Nullable Integer count;

    /** Fails if what belongs to reconstructions stands alone. */
    void requireWhole() {
        if (!asked && (data != null || count != null)) {
            throw new InvalidInputException((data != null ? "--data " + data : "--count " + count)
                    + " says which pictures to reconstruct: it goes with --reconstructions");
        }
    }

    /** {@return whether any of these options is given} */
    boolean any() {
        return asked || data != null || count != null;
    }

    /** {@return where the pictures are} */
    Path folder() {
        return data == null ? FashionMnist.FOLDER : data;
    }

    /**
     * Opens the test pictures.
     *
     * @param side what larger pictures are cut to
     * @param broken is told of each that cannot be read
     */
    PictureData open(int side, Consumer<String> broken) {
        PictureData all = LabelledPictures.open(folder(), side, broken).test();
        return count == null ? all : new FirstPictures(all, count);
    }
}
