package dev.codevar.app.machine;

import dev.codevar.app.options.ModelOptions;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanFlags;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which plans of which models are measured. */
final class BenchPlanOptions {
    private static final int LARGEST_DEPTH = 64;
    private static final int PUBLISHED_DRAFTER_DEPTH = 30;
    private static final int PUBLISHED_REFINER_DEPTH = 16;
    /** The published 512-pixel model. */
    private static final int DEPTH_AT_512 = 36;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "A plan by name or written out; several by repeating the option. Default: every plan that the model"
                            + " set names.")
    @Nullable
    List<String> plans;

    @Option(
            names = "--drafter-depth",
            paramLabel = "DEPTH",
            split = ",",
            description =
                    "The drafter by its depth; several with ',' between. Default: the deepest model, with random weights"
                            + " 30.")
    @Nullable
    List<Integer> drafterDepths;

    @Option(
            names = "--refiner-depth",
            paramLabel = "DEPTH",
            description = "The refiner by its depth. Default: the least deep model, with random weights 16.")
    @Nullable
    Integer refinerDepth;

    @Option(
            names = "--draft-steps",
            paramLabel = "N",
            split = ",",
            description =
                    "How many scales the drafter makes, 1 to all; several with ',' between. All of them is VAR alone, with which"
                            + " the others are compared. Default with a depth: all, and 8 of 10, or"
                            + " what is nearest to that.")
    @Nullable
    List<Integer> draftSteps;

    @Option(
            names = "--training-free",
            description = "With --model: use all-round models instead of pairs fine-tuned for a number of draft steps.")
    boolean trainingFree;

    @Option(
            names = "--random-weights",
            description =
                    "Measure models of these depths with random weights, made in the precision asked for: no file is"
                            + " read. Depths 1 to 64 at 256 pixels, and 36 at 512.")
    boolean randomWeights;

    /** A plan that is measured; draft steps and the drafter's depth are null for a plan that is no pair of a drafter's. */
    record Chosen(
            PlanSpec plan,
            @Nullable Integer draftSteps,
            @Nullable Integer drafterDepth) {}

    /** {@return the models to measure} */
    ModelSet set(ModelOptions options) {
        if (options.model != null && randomWeights) {
            throw new InvalidInputException("--random-weights and --model exclude each other");
        }
        if (plans != null && (byDepth() || randomWeights)) {
            throw new InvalidInputException(
                    "--plan names models: it cannot stand beside --drafter-depth, --refiner-depth, --draft-steps,"
                            + " --training-free or --random-weights");
        }
        if (options.model == null && (byDepth() || randomWeights)) {
            options.requireNoEntry("weights are random here");
            return random();
        }
        return options.set();
    }

    private ModelSet random() {
        Map<String, VarConfig> transformers = new LinkedHashMap<>();
        for (int depth : drafters()) {
            transformers.put("d" + depth, config(depth));
        }
        // At 512 pixels there is one published model, so that by default nothing is paired with it.
        boolean alone = refinerDepth == null && drafters().equals(List.of(DEPTH_AT_512));
        if (!alone) {
            transformers.put("d" + refiner(), config(refiner()));
        }
        Pyramid pyramid = transformers.values().iterator().next().pyramid();
        transformers.forEach((role, config) -> {
            if (!config.pyramid().equals(pyramid)) {
                throw new InvalidInputException("depths " + transformers.keySet() + " do not go together: d"
                        + DEPTH_AT_512 + " makes 512-pixel pictures, all others 256-pixel ones");
            }
        });
        return ModelSet.random(transformers, VqVaeConfig.published(pyramid));
    }

    private static VarConfig config(int depth) {
        if (depth < 1 || depth > LARGEST_DEPTH) {
            throw new InvalidInputException("depth " + depth + " is not between 1 and " + LARGEST_DEPTH);
        }
        return depth == DEPTH_AT_512
                ? VarConfig.ofDepth(depth)
                : new VarConfig(depth, 1000, 4096, 32, false, Pyramid.IMAGENET_256);
    }

    /** {@return the plans to measure; by draft steps the drafter alone comes first, so that its memory is its own} */
    List<Chosen> chosen(ModelSet set) {
        Description description = set.description();
        if (!byDepth() && set.folder().isPresent()) {
            List<String> named = plans == null ? List.copyOf(description.plans().keySet()) : plans;
            return named.stream()
                    .map(plan -> named(PlanSpec.parse(plan, description), description))
                    .toList();
        }
        boolean free = trainingFree || set.folder().isEmpty();
        List<Chosen> all = new ArrayList<>();
        // Random weights are made for these depths; what a set of files has is known there.
        List<Integer> depths = set.folder().isEmpty() ? drafters() : drafterDepths;
        Integer last = set.folder().isEmpty() ? Integer.valueOf(refiner()) : refinerDepth;
        for (Integer depth : depths == null ? Collections.<@Nullable Integer>singletonList(null) : depths) {
            for (int steps : steps(new PlanFlags(depth, last, null, free), description)) {
                PlanSpec plan = new PlanFlags(depth, last, steps, free).plan(description);
                all.add(new Chosen(plan, steps, depthOfFirst(plan, description)));
            }
        }
        return all;
    }

    /** {@return the numbers of draft steps that are measured, largest first} */
    private List<Integer> steps(PlanFlags flags, Description description) {
        boolean alone = description.models().size() == 1;
        int scales = description.scales().size();
        List<Integer> usual = alone ? List.of(scales) : List.of(scales, flags.steps(description));
        return (draftSteps == null ? usual : draftSteps)
                .stream().distinct().sorted(Collections.reverseOrder()).toList();
    }

    /** Of a pair, or of one model alone, that begins with a drafter as deep as that of the set's own plan. */
    private static Chosen named(PlanSpec plan, Description description) {
        PlanSpec own = PlanSpec.parse(description.defaultPlan(), description);
        int depth = depthOfFirst(plan, description);
        return plan.parts().size() <= 2 && depth == depthOfFirst(own, description)
                ? new Chosen(plan, plan.parts().get(0).range().to(), depth)
                : new Chosen(plan, null, null);
    }

    private static int depthOfFirst(PlanSpec plan, Description description) {
        return Objects.requireNonNull(
                        description.models().get(plan.parts().get(0).role()))
                .depth();
    }

    private List<Integer> drafters() {
        return drafterDepths == null ? List.of(PUBLISHED_DRAFTER_DEPTH) : drafterDepths;
    }

    private int refiner() {
        return refinerDepth == null ? PUBLISHED_REFINER_DEPTH : refinerDepth;
    }

    private boolean byDepth() {
        return drafterDepths != null || refinerDepth != null || draftSteps != null || trainingFree;
    }
}
