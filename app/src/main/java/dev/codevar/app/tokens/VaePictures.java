package dev.codevar.app.tokens;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.options.PictureOptions;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFile;
import dev.codevar.picture.PictureFiles;
import dev.codevar.picture.fit.Fit;
import dev.codevar.picture.fit.Placement;
import dev.codevar.report.provenance.Program;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Pictures that go into a VQ-VAE, and what the files say that come out of it. */
public final class VaePictures {

    private VaePictures() {}

    /**
     * A picture of the model's size.
     *
     * @param picture the square
     * @param placement how it was made of the file's picture
     */
    public record Fitted(Picture picture, Placement placement) {

        /** {@return what a person is told of it, if it is not as it was} */
        public Optional<String> note(Path file) {
            return placement.keeps()
                    ? Optional.empty()
                    : Optional.of(file + " has " + placement.words() + " (--fit crop, pad or exact)");
        }
    }

    /**
     * Reads a picture and makes it one of the model's size; what must not be of another is refused by its header.
     *
     * @param side the side of the model's pictures
     * @param options say how
     */
    public static Fitted read(Path file, int side, PictureOptions options) {
        PictureFile opened = PictureFiles.open(file, options.budget());
        Fit fit = options.fit();
        if (fit == Fit.EXACT && (opened.width() != side || opened.height() != side)) {
            throw new InvalidInputException(file + " has " + opened.width() + "x" + opened.height()
                    + " pixels; this model takes " + side + "x" + side);
        }
        Placement placement = fit.place(opened.width(), opened.height(), side);
        return new Fitted(placement.of(opened.picture()), placement);
    }

    /** {@return what a PNG file says that was decoded from {@code source}; may be added to} */
    static Map<String, String> text(ModelOptions models, Path source) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("Software", "CoDe for Java " + Program.version());
        text.put("Model", models.model == null ? ModelOptions.DEFAULT_MODEL : models.model);
        text.put("Source", String.valueOf(source.getFileName()));
        return text;
    }
}
