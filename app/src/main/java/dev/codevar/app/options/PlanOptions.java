package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.models.PlanFlags;
import dev.codevar.models.PlanSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which model makes which scales: a plan, or the published scripts' flags. */
public final class PlanOptions {
    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "A plan of the model set by name, or written out: large:4,small lets large make the first 4 scales"
                            + " and small the rest. Default: the model set's own (models inspect).")
    @Nullable
    String plan;

    @Option(
            names = "--drafter-depth",
            paramLabel = "DEPTH",
            description = "The drafter by its depth. Default: the deepest model, of published ones 30.")
    @Nullable
    Integer drafterDepth;

    @Option(
            names = "--refiner-depth",
            paramLabel = "DEPTH",
            description = "The refiner by its depth. Default: the least deep model, of published ones 16.")
    @Nullable
    Integer refinerDepth;

    @Option(
            names = "--draft-steps",
            paramLabel = "N",
            description =
                    "How many scales the drafter makes, 1 to all; all of them is VAR alone. Default beside the other three: 8 of 10,"
                            + " or what is nearest to that.")
    @Nullable
    Integer draftSteps;

    @Option(
            names = "--training-free",
            description = "Use all-round models instead of the pair fine-tuned for this number of draft steps.")
    boolean trainingFree;

    /** {@return the plan asked for, or null for the model set's own} */
    public @Nullable String chosen(Description set) {
        if (plan != null && published()) {
            throw new InvalidInputException(
                    "--plan says it all: it cannot stand beside --drafter-depth, --refiner-depth,"
                            + " --draft-steps or --training-free");
        }
        if (!published()) {
            return plan;
        }
        return new PlanFlags(drafterDepth, refinerDepth, draftSteps, trainingFree)
                .plan(set)
                .text();
    }

    /** {@return the plan asked for, or else what was begun, or else the model set's own} */
    public PlanSpec spec(Description set, @Nullable String begun) {
        return PlanSpec.parse(Given.first(chosen(set), begun, set.defaultPlan()), set);
    }

    /** {@return whether any of these options is given} */
    public boolean any() {
        return plan != null || published();
    }

    private boolean published() {
        return drafterDepth != null || refinerDepth != null || draftSteps != null || trainingFree;
    }
}
