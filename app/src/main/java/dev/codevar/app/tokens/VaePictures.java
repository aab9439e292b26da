package dev.codevar.app.tokens;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.app.program.Version;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFile;
import dev.codevar.picture.PictureFiles;
import dev.codevar.picture.format.PictureBudget;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Pictures that go into a VQ-VAE, and what the files say that come out of it. */
public final class VaePictures {

    private VaePictures() {}

    /**
     * Reads a picture, which must be of the model's size: another is refused by its header.
     *
     * @param side the side of the model's pictures
     * @param budget what reading it may take
     */
    public static Picture read(Path file, int side, PictureBudget budget) {
        PictureFile opened = PictureFiles.open(file, budget);
        if (opened.width() != side || opened.height() != side) {
            throw new InvalidInputException(file + " has " + opened.width() + "x" + opened.height()
                    + " pixels; this model takes " + side + "x" + side);
        }
        return opened.picture();
    }

    /** {@return what a PNG file says that was decoded from {@code source}; may be added to} */
    static Map<String, String> text(ModelOptions models, Path source) {
        Map<String, String> text = new LinkedHashMap<>();
        text.put("Software", "CoDe for Java " + Version.number());
        text.put("Model", models.model == null ? ModelOptions.DEFAULT_MODEL : models.model);
        text.put("Source", String.valueOf(source.getFileName()));
        return text;
    }
}
