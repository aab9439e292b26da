package dev.codevar.measure.speed;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.speed.ceiling.Checks;
import dev.codevar.models.PlanSpec;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import org.jspecify.annotations.Nullable;

/**
 * What is run.
 *
 * @param plan who makes which scales
 * @param draftSteps N, the number of scales that the drafter of a pair makes: 1 to K, and K is the drafter alone, which is the
 *     VAR that the others are compared with; null for every other plan
 * @param drafterDepth the drafter's depth, null where draft steps are
 * @param batch B, the pictures drawn together, at least 1
 * @param precision in which precision
 * @param device where
 */
public record Setting(
        PlanSpec plan,
        @Nullable Integer draftSteps,
        @Nullable Integer drafterDepth,
        int batch,
        Precision precision,
        Device device) {

    public Setting {
        Checks.atLeast("batch", batch, 1);
        if ((draftSteps == null) != (drafterDepth == null)) {
            throw new InvalidInputException("draft steps " + draftSteps + " and drafter depth " + drafterDepth
                    + " belong together: both or neither");
        }
        int scales = plan.parts().get(plan.parts().size() - 1).range().to();
        if (draftSteps != null && (draftSteps < 1 || draftSteps > scales)) {
            throw new InvalidInputException("draft steps " + draftSteps + " is not between 1 and " + scales);
        }
    }
}
