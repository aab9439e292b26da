package dev.codevar.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.util.Base64;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Pictures that the library makes by itself, those in answers, and masks. */
public final class TestPictures {
    /** Of fashion32's pictures. */
    public static final int SIDE = 32;

    private TestPictures() {}

    /** {@return the one picture that the library makes by itself} */
    public static Picture drawn(CoDe code, UnaryOperator<Request.Builder> change) {
        Request request = change.apply(code.request().count(1)).build();
        return code.generate(request, GenerationObserver.NONE).pictures().get(0).picture();
    }

    /** {@return that by the default plan} */
    public static Picture drawn(CoDe code, String label, long seed) {
        return drawn(code, request -> request.classes(label).seed(seed));
    }

    /** {@return that by this plan} */
    public static Picture drawn(CoDe code, String plan, String label, long seed) {
        return drawn(code, request -> request.plan(plan).classes(label).seed(seed));
    }

    /** {@return the picture whose file this is, in base64} */
    public static Picture read(JsonNode base64) {
        return read(base64.asText());
    }

    /** {@return the picture whose file this is, in base64 or as a {@code data:} address} */
    public static Picture read(String base64) {
        byte[] file = Base64.getDecoder().decode(base64.substring(base64.indexOf(',') + 1));
        return PictureFiles.read(file, "the answer");
    }

    public static byte[] png(Picture picture) {
        return PictureFiles.png(picture, Map.of());
    }

    /** {@return a picture as a {@code data:} address} */
    public static String data(Picture picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(picture));
    }

    /** {@return a mask by which the upper half is drawn anew} */
    public static Picture whiteTop() {
        return white(pixel -> pixel / SIDE < SIDE / 2);
    }

    /** {@return a mask by which the left half is drawn anew} */
    public static Picture whiteLeft() {
        return white(pixel -> pixel % SIDE < SIDE / 2);
    }

    private static Picture white(IntPredicate where) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (where.test(i / 3) ? 255 : 0);
        }
        return new Picture(SIDE, SIDE, rgb);
    }
}
