package dev.codevar.report.provenance;

import dev.codevar.CoDe;
import dev.codevar.EditSource;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.report.json.Json;
import dev.codevar.tensor.Libtorch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a picture follows from, as it is kept in the picture's own text: enough to make it again.
 *
 * @param version of this program
 * @param model the model set's name or folder, as it was asked for
 * @param entries which state dicts were taken of files that leave a choice; null where none were named
 * @param plan the plan written out
 * @param device where it was computed
 * @param precision how finely
 * @param threads how many threads computed
 * @param rng where chance came from
 * @param moreSmooth whether codes were mixed
 * @param batch how many pictures were drawn at a time
 * @param cfg guidance
 * @param temperature for all scales, or for each
 * @param topK for all scales, or for each
 * @param topP the probability that stayed in play
 * @param pictures class and seed of each picture that was asked for
 * @param index which of them this file shows; null where it shows all
 * @param edited fingerprint of the picture and mask that were edited, null for none
 * @param softEdge over how many pixels what was kept fades into what was drawn, null where nothing was laid over it
 */
public record Provenance(
        String version,
        String model,
        @Nullable List<String> entries,
        String plan,
        String device,
        String precision,
        int threads,
        RandomMode rng,
        boolean moreSmooth,
        int batch,
        double cfg,
        List<Double> temperature,
        List<Integer> topK,
        double topP,
        List<PictureSeed> pictures,
        @Nullable Integer index,
        @Nullable String edited,
        @Nullable Integer softEdge) {

    /** Class and seed of a picture. */
    public record PictureSeed(int label, long seed) {}

    /** The text key that holds all of it. */
    public static final String KEY = "codevar";

    /**
     * What the pictures of a request follow from.
     *
     * @param model the model set as it was asked for
     * @param code the model set
     * @param request the request
     * @param batch how many pictures are drawn at a time
     */
    public static Provenance of(String model, CoDe code, Request request, int batch) {
        Request.Item first = request.items().get(0);
        Sampling sampling = first.sampling();
        return new Provenance(
                Program.version(),
                model,
                entries(code.models()),
                request.plan().text(),
                code.device(),
                code.precision(),
                Libtorch.threads(),
                request.random(),
                request.moreSmooth(),
                batch,
                sampling.cfg(),
                sampling.temperature(),
                sampling.topK(),
                sampling.topP(),
                request.items().stream()
                        .map(item -> new PictureSeed(item.label(), item.seed()))
                        .toList(),
                null,
                first.edit().map(Fingerprint::of).orElse(null),
                first.edit().map(Provenance::softEdge).orElse(null));
    }

    /** {@return the same for the file that shows picture {@code place} alone} */
    public Provenance alone(int place) {
        // With one stream a batch, a picture follows from its whole batch; otherwise from its own seed.
        boolean together = rng == RandomMode.REFERENCE;
        int first = together ? place / batch * batch : place;
        int end = together ? Math.min(first + batch, pictures.size()) : place + 1;
        return new Provenance(
                version,
                model,
                entries,
                plan,
                device,
                precision,
                threads,
                rng,
                moreSmooth,
                end - first,
                cfg,
                temperature,
                topK,
                topP,
                pictures.subList(first, end),
                place - first,
                edited,
                softEdge);
    }

    /** {@return the entries that a model set is opened with, as they are kept; null for none} */
    public static @Nullable List<String> entries(ModelSet set) {
        return set.entries().isEmpty() ? null : set.entries().stream().sorted().toList();
    }

    private static @Nullable Integer softEdge(EditSource edit) {
        return edit.softEdge().isPresent() ? edit.softEdge().getAsInt() : null;
    }

    private EditSource laidOver(EditSource edit) {
        return softEdge == null ? edit.asDrawn() : edit.withSoftEdge(softEdge);
    }

    /** {@return the plan, for {@code code}'s models} */
    public PlanSpec planSpec(CoDe code) {
        return PlanSpec.parse(plan, code.models().description());
    }

    /**
     * @param code the model set
     * @param edit what is edited now, if anything
     * @return the request that makes the picture again
     */
    public Request request(CoDe code, Optional<EditSource> edit) {
        String now = edit.map(Fingerprint::of).orElse(null);
        if (!Objects.equals(now, edited)) {
            throw new BrokenFileException(
                    edited == null
                            ? "the picture was not made by editing another: use generate --like"
                            : now == null
                                    ? "the picture was made by editing another: use inpaint --like with that"
                                            + " picture and mask"
                                    : "this is not the picture and mask that were edited then");
        }
        Optional<EditSource> asThen = edit.map(this::laidOver);
        Sampling sampling = new Sampling(cfg, temperature, topK, topP);
        List<Request.Item> items = pictures.stream()
                .map(picture -> new Request.Item(picture.label(), picture.seed(), sampling, asThen))
                .toList();
        return new Request(planSpec(code), items, rng, moreSmooth, batch);
    }

    /**
     * {@return the text chunks of a file: a few for people, one that {@link #read} understands, and what {@link Likeness} compares}
     *
     * @param code the models that made it
     * @param weights the fingerprint of their weights
     */
    public Map<String, String> text(CoDe code, String weights) {
        Map<String, String> text = new LinkedHashMap<>();
        PictureSeed shown = pictures.get(index == null ? 0 : index);
        text.put("Software", "CoDe for Java " + version);
        text.put("Model", model);
        text.put("Plan", plan);
        text.put("Seed", String.valueOf(shown.seed()));
        if (index != null || pictures.size() == 1) {
            text.put("Class", shown.label() + " " + code.models().className(shown.label()));
        }
        text.put(KEY, Json.line(this));
        text.put(Likeness.WEIGHTS, weights);
        text.put(Likeness.KERNELS, Kernels.of(code.device()));
        return text;
    }

    /**
     * @param file what holds the text, for messages
     * @param text a picture's text chunks
     * @return what is kept there
     */
    public static Provenance read(String file, Map<String, String> text) {
        String json = text.get(KEY);
        if (json == null) {
            throw new BrokenFileException(file + " does not say how it was made: it has no text '" + KEY + "'");
        }
        Provenance read = Json.parseGrown(json, Provenance.class, file + ": its text '" + KEY + "'");
        boolean complete = read.version != null
                && read.model != null
                && read.plan != null
                && read.device != null
                && read.precision != null
                && read.rng != null
                && read.temperature != null
                && read.topK != null
                && read.pictures != null
                && !read.pictures.isEmpty()
                && Stream.of(
                                read.pictures,
                                read.temperature,
                                read.topK,
                                Objects.requireNonNullElse(read.entries, List.of()))
                        .flatMap(List::stream)
                        .allMatch(Objects::nonNull)
                && (read.index == null || (read.index >= 0 && read.index < read.pictures.size()));
        if (!complete) {
            throw new BrokenFileException(file + ": its text '" + KEY + "' is not complete");
        }
        return read;
    }
}
