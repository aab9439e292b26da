package dev.codevar.measure.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.models.Description.Defaults;
import dev.codevar.models.Description.Specialised;
import dev.codevar.models.Description.Transformer;
import dev.codevar.models.Description.Vae;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepPlanTest {

    private static Transformer model(int depth, @Nullable Specialised specialised) {
        return new Transformer("a.safetensors", depth, null, false, null, specialised);
    }

    private static Description set() {
        Map<String, Transformer> models = new LinkedHashMap<>();
        models.put("large", model(4, null));
        models.put("small", model(2, null));
        models.put("drafter3", model(4, new Specialised(Specialised.DRAFTER, 3)));
        models.put("refiner3", model(2, new Specialised(Specialised.REFINER, 3)));
        Map<String, String> plans = new LinkedHashMap<>();
        plans.put("code-3", "drafter3:3,refiner3");
        plans.put("free-3", "large:3,small");
        plans.put("free-5", "large:5,small");
        plans.put("again", "large:5,small");
        plans.put("chain", "large:2,refiner3:2,small");
        plans.put("var", "large");
        plans.put("small", "small");
        return new Description(
                1,
                "set",
                "",
                List.of(1, 2, 3, 4, 6, 8),
                512,
                16,
                List.of("one"),
                new Vae("vae.safetensors", 32, List.of(1, 2, 2), 1, false, true, 4),
                models,
                plans,
                "code-3",
                new Defaults(1.5, 0, 0, 1),
                null);
    }

    @Test
    void allPlansStandOnceMostDraftedScalesFirst() {
        assertThat(SweepPlan.byDraftSteps(set(), List.of()))
                .extracting(SweepPlan::name, SweepPlan::kind, SweepPlan::draftSteps)
                .containsExactly(
                        tuple("var", PlanKind.ALONE, 6),
                        tuple("small", PlanKind.ALONE, 6),
                        tuple("free-5", PlanKind.TRAINING_FREE, 5),
                        tuple("code-3", PlanKind.FINE_TUNED, 3),
                        tuple("free-3", PlanKind.TRAINING_FREE, 3),
                        tuple("chain", PlanKind.CHAIN, 2));
    }

    @Test
    void someDraftStepsAreTheirPlansAlone() {
        assertThat(SweepPlan.byDraftSteps(set(), List.of(3, 6)))
                .extracting(SweepPlan::name)
                .containsExactly("var", "small", "code-3", "free-3");
        assertThatThrownBy(() -> SweepPlan.byDraftSteps(set(), List.of(4)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("draft steps 4: set has plans for [2, 3, 5, 6]");
    }

    @Test
    void aPlanMayBeWrittenOut() {
        SweepPlan plan = SweepPlan.of("large:1,small", set());
        assertThat(plan.draftSteps()).isEqualTo(1);
        assertThat(plan.kind()).isEqualTo(PlanKind.TRAINING_FREE);
    }
}
