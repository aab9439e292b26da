package dev.codevar.app.drawing;

import dev.codevar.CoDe;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.app.options.ClassOptions;
import dev.codevar.app.options.OptionRanges;
import dev.codevar.app.options.PlanOptions;
import dev.codevar.app.options.SamplingOptions;
import dev.codevar.fault.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which pictures are made and how: shared by everything that draws. */
final class RequestOptions {
    @Mixin
    private final ClassOptions classes = new ClassOptions();

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            description = "How many pictures, 1 to 1000000. Default: one of each requested class.")
    @Nullable
    Integer count;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "The first picture's seed; each further picture's is one more. Default: 42.")
    @Nullable
    Long seed;

    @Mixin
    final PlanOptions plan = new PlanOptions();

    @Mixin
    final SamplingOptions sampling = new SamplingOptions();

    @Option(names = "--more-smooth", description = "Mix codes by Gumbel softmax: smoother pictures. Never for scores.")
    boolean moreSmooth;

    @Option(
            names = "--rng",
            paramLabel = "MODE",
            description =
                    "per-picture: a picture depends only on its seed. reference: PyTorch's generator, one stream a"
                            + " batch, as the published code. Default: per-picture.")
    @Nullable
    String rng;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "How many pictures are drawn at a time, 1 to 4096; fewer if they do not fit. Default: 16, then up to 64 as"
                            + " long as that is faster, and no more than fits an eighth of the memory that is left.")
    @Nullable
    Integer batch;

    /** {@return a request with these options, for {@code code}'s models} */
    Request.Builder builder(CoDe code) {
        Request.Builder request = code.request().moreSmooth(moreSmooth).random(randomMode());
        request.classes(chosenClasses(code).toArray(String[]::new));
        set(count, request::count);
        set(seed, request::seed);
        sampling.apply(request);
        if (batch != null) {
            OptionRanges.require("batch", batch, 1, Request.LARGEST_BATCH);
            request.batch(batch);
        }
        set(plan.chosen(code.models().description()), request::plan);
        return request;
    }

    /** Fails if any of these options is given: a picture that is made again says all of it itself. */
    void requireNone() {
        boolean any = moreSmooth
                || plan.any()
                || sampling.any()
                || classes.any()
                || Stream.of(count, seed, rng, batch).anyMatch(Objects::nonNull);
        if (any) {
            throw new InvalidInputException(
                    "--like makes the same picture again: options that say what to make cannot" + " stand beside it");
        }
    }

    /** Fails unless a class is asked for. */
    void requireClass() {
        if (!classes.any()) {
            throw new InvalidInputException("say by --class what is drawn: a number or a name");
        }
    }

    private List<String> chosenClasses(CoDe code) {
        List<String> asked = classes.asked();
        if (asked != null) {
            return asked;
        }
        int known = code.models().description().classes().size();
        int shown = known > 20 ? 8 : known;
        List<String> spread = new ArrayList<>();
        for (int i = 0; i < shown; i++) {
            spread.add(String.valueOf((int) ((long) i * known / shown)));
        }
        return spread;
    }

    private RandomMode randomMode() {
        if (rng == null) {
            return RandomMode.PER_PICTURE;
        }
        return switch (rng.toLowerCase(Locale.ROOT)) {
            case "per-picture" -> RandomMode.PER_PICTURE;
            case "reference" -> RandomMode.REFERENCE;
            default -> throw new InvalidInputException("rng '" + rng + "' is unknown: use per-picture or reference");
        };
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
