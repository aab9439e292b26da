package dev.codevar.serve.openai;

import dev.codevar.EditSource;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.ClassText;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.draw.Upload;
import dev.codevar.serve.draw.Wish;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request for images asks for beside the pictures themselves.
 *
 * @param wish the pictures
 * @param format of the files
 * @param asUrl whether addresses are answered instead of the files themselves
 * @param stream whether events are
 * @param partialImages how many previews of each picture
 */
record ImageOrder(Wish wish, ImageFormat format, boolean asUrl, boolean stream, int partialImages) {
    /** What some clients send where a size was not chosen. */
    private static final List<String> ANY_SIZE = List.of("", "auto", "nullxnull");

    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,4}x[1-9]\\d{0,4}");
    private static final Upload.Fields UPLOADED = new Upload.Fields("image", "mask");

    /**
     * Reads an order. Fields that OpenAI has, and that mean nothing here, are passed over, and so are those that nobody knows: clients send
     * many.
     *
     * @param image the picture to edit, or null
     * @param mask its mask, or null
     * @throws Refusal 400 or 404 that names the field
     */
    static ImageOrder of(
            Catalog catalog, Values values, OrderLimits limits, byte @Nullable [] image, byte @Nullable [] mask) {
        Catalog.Choice choice = catalog.find(values.text("model"));
        Served served = choice.served();
        String plan =
                values.text("plan").or(choice::plan).orElse(served.description().defaultPlan());
        requireSize(values, served, limits);
        if (values.text("background").filter("transparent"::equals).isPresent()) {
            throw Refusal.of("background", "background 'transparent' cannot be had; pictures are opaque");
        }
        int count = values.whole("n", 1, limits.pictures()).orElse(1);
        Optional<EditSource> edit = image == null
                ? Optional.empty()
                : Optional.of(limits.upload().edit(image, mask, values, UPLOADED, served.side()));
        int scales = served.code().pyramid(served.plan(plan)).scales();
        boolean stream = values.flag("stream");
        int partial = values.whole("partial_images", 0, scales).orElse(0);
        Wish wish = Wish.of(served, plan, List.of(label(values, served)), count, values, edit, stream && partial > 0);
        return new ImageOrder(wish, ImageFormat.of(values), asUrl(values), stream, partial);
    }

    private static int label(Values values, Served served) {
        Optional<String> named = values.text("class");
        if (named.isPresent()) {
            return ClassText.exactly(served.code().models(), named.get(), "class");
        }
        String prompt = values.text("prompt")
                .orElseThrow(() -> Refusal.of(
                        "prompt",
                        "there is no prompt: say what to draw, such as "
                                + served.code().models().className(0)));
        return ClassText.inPrompt(served.code().models(), prompt, "prompt");
    }

    private static void requireSize(Values values, Served served, OrderLimits limits) {
        String size = values.text("size").orElse("").strip().toLowerCase(Locale.ROOT);
        if (ANY_SIZE.contains(size)) {
            return;
        }
        String own = served.side() + "x" + served.side();
        if (!SIZE.matcher(size).matches() || (limits.strictSize() && !size.equals(own))) {
            throw Refusal.of("size", "size '" + Values.shown(size) + "' is not legal: this model makes " + own);
        }
    }

    private static boolean asUrl(Values values) {
        String format = values.text("response_format").orElse("b64_json");
        return switch (format) {
            case "url" -> true;
            case "b64_json" -> false;
            default ->
                throw Refusal.of(
                        "response_format",
                        "response_format '" + Values.shown(format) + "' is unknown: use b64_json or url");
        };
    }

    /** {@return whether a preview is shown after this scale: as many as are asked for, the finest ones, the last scale left out} */
    boolean shows(int scale, int scales) {
        return scale >= scales - 1 - partialImages && (scale < scales - 1 || partialImages == scales);
    }

    /** {@return which preview it is, from 0} */
    int partialIndex(int scale, int scales) {
        return scale - Math.max(0, scales - 1 - partialImages);
    }
}
