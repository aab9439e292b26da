package dev.codevar.app;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which plans of which models are measured. */
final class BenchPlanOptions {
    private static final int LARGEST_DEPTH = 64;
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

    @Option(names = "--drafter-depth", paramLabel = "DEPTH", description = "The drafter by its depth. Default: 30.")
    @Nullable
    Integer drafterDepth;

    @Option(names = "--refiner-depth", paramLabel = "DEPTH", description = "The refiner by its depth. Default: 16.")
    @Nullable
    Integer refinerDepth;

    @Option(
            names = "--draft-steps",
            paramLabel = "N",
            split = ",",
            description =
                    "How many scales the drafter makes; several with ',' between. All of them is VAR alone, with which"
                            + " the others are compared. Default with a depth: all, and 8 where there are more.")
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

    /** A plan that is measured; draft steps are null for a plan that was named otherwise. */
    record Chosen(PlanSpec plan, @Nullable Integer draftSteps) {}

    /** {@return the models to measure} */
    ModelSet set(ModelOptions options) {
        if (options.model != null && randomWeights) {
            throw new InvalidInputException("--random-weights and --model exclude each other");
        }
        if (plans != null && (byDepth() || randomWeights)) {
            throw new InvalidInputException(
                    "--plan names models: it cannot stand beside --drafter-depth, --refiner-depth, --draft-steps or"
                            + " --random-weights");
        }
        return options.model == null && (byDepth() || randomWeights) ? random() : ModelSet.open(options.folder());
    }

    private ModelSet random() {
        VarConfig drafter = config(drafter());
        VarConfig refiner = config(refiner());
        if (!drafter.pyramid().equals(refiner.pyramid())) {
            // Only one size of pictures can be measured at a time; the drafter alone is VAR.
            if (refinerDepth != null) {
                throw new InvalidInputException("depth " + DEPTH_AT_512 + " makes 512-pixel pictures and depth "
                        + (drafter() == DEPTH_AT_512 ? refiner() : drafter()) + " 256-pixel ones: they make no pair");
            }
            refiner = drafter;
        }
        Map<String, VarConfig> transformers = new LinkedHashMap<>();
        transformers.put("d" + drafter.depth(), drafter);
        transformers.put("d" + refiner.depth(), refiner);
        return ModelSet.random(transformers, VqVaeConfig.published(drafter.pyramid()));
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
                    .map(plan -> new Chosen(PlanSpec.parse(plan, description), draftSteps(plan, description)))
                    .toList();
        }
        boolean free = trainingFree || set.folder().isEmpty();
        List<Integer> steps = new ArrayList<>(draftSteps == null ? defaultSteps(set) : draftSteps);
        steps.sort(Collections.reverseOrder());
        return steps.stream()
                .map(n -> new Chosen(PlanSpec.published(drafter(), refiner(), n, free, description), n))
                .toList();
    }

    private List<Integer> defaultSteps(ModelSet set) {
        int scales = set.description().scales().size();
        boolean pair = set.description().models().size() > 1;
        return pair && scales > PlanOptions.PUBLISHED_DRAFT_STEPS
                ? List.of(scales, PlanOptions.PUBLISHED_DRAFT_STEPS)
                : List.of(scales);
    }

    /** How many scales the first model of a named plan makes, where it is the set's own pair or drafter. */
    private static @Nullable Integer draftSteps(String plan, Description description) {
        PlanSpec spec = PlanSpec.parse(plan, description);
        String drafter = description.plans().getOrDefault("var", "");
        String first = spec.parts().get(0).role();
        return spec.parts().size() <= 2 && first.equals(drafter)
                ? Integer.valueOf(spec.parts().get(0).range().to())
                : null;
    }

    private int drafter() {
        return drafterDepth == null ? PlanOptions.PUBLISHED_DRAFTER_DEPTH : drafterDepth;
    }

    private int refiner() {
        return refinerDepth == null ? PlanOptions.PUBLISHED_REFINER_DEPTH : refinerDepth;
    }

    private boolean byDepth() {
        return drafterDepth != null || refinerDepth != null || draftSteps != null || trainingFree;
    }
}
