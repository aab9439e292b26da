package dev.codevar.serve.draw;

import dev.codevar.EditSource;
import dev.codevar.Generation;
import dev.codevar.Request;
import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.report.provenance.Provenance;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a picture's file says of how it was made: enough to make it again, for an edit too. */
public final class PictureOrigin {
    /** The text key of an edit's source, a PNG in base64. */
    static final String SOURCE = "codevar-source";
    /** The text key of an edit's mask, a PNG in base64, white where it was drawn anew. */
    static final String MASK = "codevar-mask";
    /** The text key that many programs for pictures read. */
    static final String PARAMETERS = "parameters";

    private final Wish wish;
    private final Provenance provenance;
    private final String weights;

    private PictureOrigin(Wish wish, Provenance provenance, String weights) {
        this.wish = wish;
        this.provenance = provenance;
        this.weights = weights;
    }

    static PictureOrigin of(Wish wish, Generation generation) {
        Served served = wish.served();
        return new PictureOrigin(
                wish,
                Provenance.of(served.id(), served.code(), wish.request(), generation.batch()),
                served.fingerprint(wish.request().plan()));
    }

    /** {@return the text chunks of the picture at this place} */
    Map<String, String> of(int place) {
        Map<String, String> text =
                new LinkedHashMap<>(provenance.alone(place).text(wish.served().code(), weights));
        Request.Item item = wish.request().items().get(place);
        text.put(PARAMETERS, parameters(item));
        EditSource edit = wish.edit();
        if (edit != null) {
            text.put(SOURCE, base64(edit.picture()));
            text.put(MASK, base64(drawn(edit.mask())));
        }
        return text;
    }

    private String parameters(Request.Item item) {
        Sampling sampling = item.sampling();
        int side = wish.served().side();
        return wish.served().code().models().className(item.label()) + "\nSteps: "
                + wish.served().code().pyramid(wish.request().plan()).scales()
                + ", Sampler: " + wish.plan() + ", CFG scale: " + sampling.cfg() + ", Seed: " + item.seed() + ", Size: "
                + side + "x" + side + ", Model: " + wish.served().id() + ", Version: CoDe for Java "
                + provenance.version();
    }

    private static String base64(Picture picture) {
        return Base64.getEncoder().encodeToString(png(picture, Map.of()));
    }

    /** {@return a mask as a picture: white where it is drawn anew} */
    static Picture drawn(Mask mask) {
        byte[] rgb = new byte[3 * mask.width() * mask.height()];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = i / 3;
            rgb[i] = (byte) (mask.regenerate(pixel % mask.width(), pixel / mask.width()) ? 255 : 0);
        }
        return new Picture(mask.width(), mask.height(), rgb);
    }

    /** {@return a PNG file} */
    public static byte[] png(Picture picture, Map<String, String> text) {
        return PictureFiles.png(picture, text);
    }

    /**
     * {@return how a picture was made}
     *
     * @throws CodeVarException if its file does not say it
     */
    public static Made read(byte[] png) {
        String name = "the picture";
        Map<String, String> text = PictureFiles.text(png, name);
        Provenance provenance = Provenance.read(name, text);
        return new Made(provenance, Optional.ofNullable(text.get(SOURCE)), Optional.ofNullable(text.get(MASK)));
    }

    /**
     * How a picture was made.
     *
     * @param provenance all options
     * @param source an edit's source in base64
     * @param mask an edit's mask in base64
     */
    public record Made(Provenance provenance, Optional<String> source, Optional<String> mask) {

        /** {@return the place of the picture among those that its text lists} */
        public int place() {
            @Nullable Integer index = provenance.index();
            return index == null ? 0 : index;
        }
    }
}
