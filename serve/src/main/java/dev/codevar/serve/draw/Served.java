package dev.codevar.serve.draw;

import dev.codevar.CoDe;
import dev.codevar.Generation;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.models.ModelFile;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.PlanSpec;
import dev.codevar.serve.fields.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A model set as clients know it. */
public final class Served {
    private final String id;
    private final CoDe code;
    private final Map<ModelFile, String> hashes = new ConcurrentHashMap<>();
    private final Map<PlanSpec, Pace> paces = new ConcurrentHashMap<>();

    /**
     * What pictures by a plan took on this server.
     *
     * @param secondsPerPicture of one picture, in the batches in which they were drawn
     * @param pictures how many that was seen of
     */
    public record Pace(double secondsPerPicture, long pictures) {}

    /**
     * A model's share of a plan.
     *
     * @param role the model
     * @param from its first scale
     * @param to the first scale that is not its own
     */
    public record Stage(String role, int from, int to) {}

    /**
     * A plan that is offered.
     *
     * @param id its name, or itself written out
     * @param text written out
     * @param title for people
     * @param draftSteps N, or null where one model makes all scales
     * @param fineTuned whether models of it were fine-tuned for it
     * @param stages which model makes which scales
     * @param measured what it took here so far, or null
     */
    public record Offer(
            String id,
            String text,
            String title,
            @Nullable Integer draftSteps,
            boolean fineTuned,
            List<Stage> stages,
            @Nullable Pace measured) {}

    /**
     * @param id as clients name it
     * @param code the set, open
     */
    public Served(String id, CoDe code) {
        this.id = id;
        this.code = code;
    }

    /** {@return as clients name it} */
    public String id() {
        return id;
    }

    /** {@return the set, open} */
    public CoDe code() {
        return code;
    }

    /** {@return what it is} */
    public Description description() {
        return code.models().description();
    }

    /** {@return the side of its pictures, in pixels} */
    public int side() {
        return code.pictureSide(plan(description().defaultPlan()));
    }

    /**
     * {@return a plan by its name, or written out}
     *
     * @throws Refusal 400 if it is unknown
     */
    public PlanSpec plan(String text) {
        try {
            return PlanSpec.parse(text, description());
        } catch (InvalidInputException e) {
            throw Refusal.of("plan", String.valueOf(e.getMessage()));
        }
    }

    /** {@return which model makes which scales} */
    public static List<Stage> stages(PlanSpec plan) {
        return plan.parts().stream()
                .map(part ->
                        new Stage(part.role(), part.range().from(), part.range().to()))
                .toList();
    }

    /** {@return the plans with names, the default one first} */
    public List<Offer> offers() {
        Description set = description();
        List<String> names = new ArrayList<>(set.plans().keySet());
        names.remove(set.defaultPlan());
        names.add(0, set.defaultPlan());
        return names.stream().map(this::offer).toList();
    }

    /** {@return a plan as it is offered} */
    public Offer offer(String name) {
        PlanSpec plan = plan(name);
        List<Stage> stages = stages(plan);
        boolean fineTuned = stages.stream()
                .map(stage -> description().models().get(stage.role()))
                .anyMatch(model -> model != null && model.specialised() != null);
        boolean pair = stages.size() == 2;
        Integer draftSteps = pair ? stages.get(0).to() : null;
        String title = stages.size() == 1
                ? "VAR, " + stages.get(0).role()
                : pair ? "CoDe, N=" + draftSteps + (fineTuned ? "" : ", training-free") : plan.text();
        return new Offer(name, plan.text(), title, draftSteps, fineTuned, stages, paces.get(plan));
    }

    /** {@return the fingerprint of the weights that a plan uses, empty for random ones; the first time gigabytes take seconds} */
    public String fingerprint(PlanSpec plan) {
        return code.models().folder().isEmpty()
                ? ""
                : ModelFingerprint.of(code.models(), plan, file -> hashes.computeIfAbsent(file, ModelFile::hash));
    }

    /** Remembers what some pictures took: of what was drawn with others' pictures, their own share. */
    void took(PlanSpec plan, Generation generation) {
        int pictures = generation.pictures().size();
        double batches = generation.secondsTransformer() + generation.secondsPictures();
        double seconds = batches * Math.min(1, (double) pictures / generation.batch());
        paces.merge(
                plan,
                new Pace(seconds / pictures, pictures),
                (before, now) -> new Pace(
                        (before.secondsPerPicture() * before.pictures() + seconds) / (before.pictures() + pictures),
                        before.pictures() + pictures));
    }
}
