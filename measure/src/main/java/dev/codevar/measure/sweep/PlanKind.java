package dev.codevar.measure.sweep;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.codevar.models.Description;
import dev.codevar.models.Description.Transformer;
import dev.codevar.models.PlanSpec;
import java.util.List;

/** What sort of plan it is: points of one kind are joined to a curve. */
public enum PlanKind {
    /** A drafter and a refiner that were fine-tuned for each other's share. */
    FINE_TUNED("CoDe, fine-tuned"),
    /** A drafter and a refiner as they are. */
    TRAINING_FREE("CoDe, training-free"),
    /** One model for all scales: VAR. */
    ALONE("one model alone"),
    /** Three models or more. */
    CHAIN("several models");

    private final String label;

    PlanKind(String label) {
        this.label = label;
    }

    /** {@return its name for people} */
    @JsonValue
    public String label() {
        return label;
    }

    /** {@return the kind of a plan of {@code set}} */
    public static PlanKind of(PlanSpec plan, Description set) {
        List<Boolean> fineTuned = plan.parts().stream()
                .map(part -> set.models().get(part.role()))
                .map(PlanKind::isFineTuned)
                .toList();
        return switch (fineTuned.size()) {
            case 1 -> ALONE;
            case 2 -> fineTuned.contains(true) ? FINE_TUNED : TRAINING_FREE;
            default -> CHAIN;
        };
    }

    private static boolean isFineTuned(Transformer model) {
        return model.specialised() != null;
    }
}
