package dev.codevar.app.drawing;

import dev.codevar.EditSource;
import dev.codevar.app.options.PictureOptions;
import dev.codevar.app.tokens.VaePictures;
import dev.codevar.app.tokens.VaePictures.Fitted;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.PictureFile;
import dev.codevar.picture.PictureFiles;
import dev.codevar.picture.fit.Placement;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what is kept of another picture. */
final class EditOptions {

    @Parameters(paramLabel = "PICTURE", description = "The picture: PNG, JPEG, BMP, GIF, WebP or TIFF.")
    Path picture = Path.of("");

    @Option(
            names = "--mask",
            paramLabel = "PICTURE",
            description =
                    "A picture of the same size as the first: what is white is drawn anew, what is black is kept. Of 0 and 1, as"
                            + " numpy has masks, 1 is white.")
    @Nullable
    Path mask;

    @Option(
            names = "--box",
            paramLabel = "X,Y,W,H",
            hideParamSyntax = true,
            split = ",",
            description = "A box in pixels that is drawn anew, in place of a mask picture.")
    @Nullable
    List<Integer> box;

    @Option(
            names = "--outside",
            description = "Draw anew what lies outside the mask or box, and keep what is inside: outpainting.")
    boolean outside;

    @Option(
            names = "--soft-edge",
            paramLabel = "N",
            description =
                    "Over how many pixels, inside of what is drawn anew, the picture fades into it, 0 to 64. Every kept pixel"
                            + " is as it was. Default: 1 for every 64 of the model's side, and at least 1.")
    @Nullable
    Integer softEdge;

    @Option(
            names = "--as-drawn",
            description =
                    "Lay nothing over what was drawn: kept pixels are then only nearly what they were, as in the published"
                            + " code. For scores.")
    boolean asDrawn;

    @Mixin
    private final PictureOptions pictures = new PictureOptions();

    /**
     * @param side the side of the model's pictures
     * @param note is told in a line what becomes of a picture of another size
     * @return the picture and what of it is kept
     */
    EditSource source(int side, Consumer<String> note) {
        Fitted fitted = VaePictures.read(picture, side, pictures);
        Placement placement = fitted.placement();
        Mask drawn = placement.of(mask(placement.fromWidth(), placement.fromHeight()));
        Mask chosen = outside ? drawn.inverted() : drawn;
        requireChoice(chosen);
        fitted.note(picture).ifPresent(note);
        return laidOver(new EditSource(fitted.picture(), chosen));
    }

    private EditSource laidOver(EditSource source) {
        if (asDrawn && softEdge != null) {
            throw new InvalidInputException("--as-drawn lays nothing over, so that there is no --soft-edge");
        }
        if (asDrawn) {
            return source.asDrawn();
        }
        return softEdge == null ? source : source.withSoftEdge(softEdge);
    }

    /** Fails if it is said what is laid over: a picture that is made again says so itself. */
    void requireNothingLaid() {
        if (asDrawn || softEdge != null) {
            throw new InvalidInputException(
                    "--like makes the same picture again: --as-drawn and --soft-edge cannot stand" + " beside it");
        }
    }

    /** A mask that was drawn for something else chooses nothing, or all. */
    private void requireChoice(Mask chosen) {
        int anew = chosen.pixelsToRegenerate();
        int all = chosen.width() * chosen.height();
        if (anew == 0 || anew == all) {
            String what = mask == null ? "the box" : mask.toString();
            throw new InvalidInputException(what + (outside ? ", seen from outside," : "") + " chooses "
                    + (anew == 0 ? "none" : "all") + " of the picture's " + all
                    + " pixels to draw anew: white (128 to 255) is drawn anew, black is kept"
                    + (anew == 0 ? "" : "; to draw a whole picture use generate"));
        }
    }

    private Mask mask(int width, int height) {
        if ((mask == null) == (box == null)) {
            throw new InvalidInputException("say what is drawn anew by exactly one of --mask and --box");
        }
        if (mask != null) {
            PictureFile drawn = PictureFiles.open(mask, pictures.budget());
            if (drawn.width() != width || drawn.height() != height) {
                throw new InvalidInputException(mask + " has " + drawn.width() + "x" + drawn.height()
                        + " pixels; the picture has " + width + "x" + height);
            }
            return PictureFiles.mask(drawn.picture());
        }
        List<Integer> numbers = box == null ? List.of() : box;
        if (numbers.size() != 4) {
            throw new InvalidInputException("--box takes four numbers x,y,w,h, got " + numbers.size() + ": " + numbers);
        }
        return Mask.box(width, height, Box.at(numbers.get(0), numbers.get(1)).size(numbers.get(2), numbers.get(3)));
    }
}
