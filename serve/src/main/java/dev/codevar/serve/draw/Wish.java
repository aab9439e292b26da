package dev.codevar.serve.draw;

import dev.codevar.EditSource;
import dev.codevar.Request;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a client wishes, checked, with every default filled in.
 *
 * @param served by which set
 * @param plan by which plan, as it was named
 * @param request what is handed to the engine
 * @param previews whether somebody wants to see pictures grow
 */
public record Wish(Served served, String plan, Request request, boolean previews) {
    private static final SecureRandom SEEDS = new SecureRandom();

    /** The fields that both APIs share. */
    public static final List<String> SHARED_FIELDS =
            List.of("seed", "cfg", "top_k", "top_p", "temperature", "more_smooth");

    /**
     * Puts a wish together.
     *
     * @param labels the classes, at least one; pictures take turns through them
     * @param count how many pictures
     * @param values the rest of the fields, {@link #SHARED_FIELDS}
     * @throws Refusal 400 if something is not legal
     */
    public static Wish of(
            Served served,
            String plan,
            List<Integer> labels,
            int count,
            Values values,
            Optional<EditSource> edit,
            boolean previews) {
        Request.Builder builder = served.code()
                .request()
                .plan(plan)
                .classes(labels.stream().map(String::valueOf).toArray(String[]::new))
                .count(count)
                .seed(values.whole("seed").orElseGet(() -> SEEDS.nextInt(Integer.MAX_VALUE)))
                .moreSmooth(values.flag("more_smooth"));
        values.number("cfg").ifPresent(builder::cfg);
        values.number("top_p").ifPresent(builder::topP);
        OptionalInt topK = values.whole("top_k", 0, Integer.MAX_VALUE);
        topK.ifPresent(builder::topK);
        values.number("temperature").ifPresent(builder::temperature);
        edit.ifPresent(builder::edit);
        try {
            return new Wish(served, plan, builder.build(), previews);
        } catch (InvalidInputException e) {
            throw Refusal.of(e);
        }
    }

    /** {@return the classes that pictures take turns through, in the order of the pictures} */
    public List<Integer> labels() {
        return request.items().stream().map(Request.Item::label).toList();
    }

    /** {@return the first picture's options, which all share but for class and seed} */
    public Request.Item first() {
        return request.items().get(0);
    }

    /** {@return what is kept of another picture, or null} */
    public @Nullable EditSource edit() {
        return first().edit().orElse(null);
    }

    /** {@return what the set is} */
    public Description description() {
        return served.description();
    }
}
