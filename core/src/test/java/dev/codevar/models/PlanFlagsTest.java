package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description.Defaults;
import dev.codevar.models.Description.Transformer;
import dev.codevar.models.Description.Vae;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The published flags on sets of every kind, and what is not said. */
class PlanFlagsTest {
    private static final List<Integer> TEN = List.of(1, 2, 3, 4, 5, 6, 8, 10, 13, 16);
    private static final List<Integer> AT_512 = List.of(1, 2, 3, 4, 6, 9, 13, 18, 24, 32);

    private static Description set(List<Integer> scales, Object... rolesAndDepths) {
        Map<String, Transformer> models = new LinkedHashMap<>();
        for (int i = 0; i < rolesAndDepths.length; i += 2) {
            String role = (String) rolesAndDepths[i];
            List<Integer> own = role.equals("d36") && scales == TEN ? AT_512 : null;
            models.put(
                    role,
                    new Transformer(
                            "f", (Integer) rolesAndDepths[i + 1], null, false, own, PublishedNames.specialised(role)));
        }
        return new Description(
                1,
                "set",
                "",
                scales,
                4096,
                32,
                List.of("a"),
                new Vae("f", 160, List.of(1), 2, true, true, 4),
                models,
                Map.of(),
                "",
                new Defaults(4, 900, 0.95, 1),
                null);
    }

    private static String plan(
            Description set,
            @Nullable Integer drafter,
            @Nullable Integer refiner,
            @Nullable Integer steps,
            boolean trainingFree) {
        return new PlanFlags(drafter, refiner, steps, trainingFree).plan(set).text();
    }

    @Test
    void whatIsNotSaidIsAsPublishedForPublishedModels() {
        Description all = set(
                TEN,
                "d16",
                16,
                "d20",
                20,
                "d24",
                24,
                "d30",
                30,
                "d36",
                36,
                "drafter8",
                30,
                "refiner8",
                16,
                "drafter6",
                30,
                "refiner6",
                16);
        assertThat(plan(all, null, null, 6, false)).isEqualTo("drafter6:6,refiner6");
        assertThat(plan(all, 30, null, null, false)).isEqualTo("drafter8:8,refiner8");
        assertThat(plan(all, null, null, null, true)).isEqualTo("d30:8,d16");
        assertThat(plan(all, null, 20, 9, true)).isEqualTo("d30:9,d20");
        assertThat(plan(all, null, null, 10, false))
                .as("not d36, of other scales")
                .isEqualTo("d30");
        assertThat(plan(all, 36, null, 10, false)).isEqualTo("d36");
        assertThatThrownBy(() -> plan(all, null, null, 7, false))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("no model fine-tuned for 7 draft steps", "--training-free uses all-round models");
    }

    /** A published drafter may be downloaded later: its place is not taken. */
    @Test
    void nobodyStandsInForPublishedDrafters() {
        Description half = set(TEN, "d30", 30, "d16", 16, "refiner7", 16);
        assertThatThrownBy(() -> plan(half, null, null, 7, false)).hasMessageContaining("no model fine-tuned for 7");
        assertThatThrownBy(() -> plan(set(TEN, "d30", 30, "d16", 16), null, null, 7, false))
                .hasMessageContaining("no model fine-tuned for 7");
    }

    @Test
    void otherSetsHaveDepthsOfTheirOwn() {
        Description own =
                set(List.of(1, 2, 3, 4, 6, 8), "small", 2, "large", 4, "drafter3", 4, "refiner3", 2, "refiner1", 2);
        assertThat(plan(own, null, null, 3, false)).isEqualTo("drafter3:3,refiner3");
        assertThat(plan(own, null, 2, null, false))
                .as("nearest to 8 of 10 that there is")
                .isEqualTo("drafter3:3,refiner3");
        assertThat(plan(own, null, null, 1, false)).as("large stands in").isEqualTo("large:1,refiner1");
        assertThat(plan(own, null, null, null, true)).isEqualTo("large:5,small");
        assertThatThrownBy(() -> plan(own, null, null, 7, true)).hasMessageContaining("7 is not between 1 and 6");
        assertThatThrownBy(() -> plan(own, null, null, 2, false)).hasMessageContaining("for 2 draft steps; it has");
    }

    @Test
    void whereNothingIsFineTunedTheAllRoundPairIsMeant() {
        Description plain = set(TEN, "small", 2, "large", 4);
        assertThat(plan(plain, null, null, 3, false)).isEqualTo("large:3,small");
        assertThat(plan(plain, null, null, null, false)).isEqualTo("large:8,small");
    }

    @Test
    void oneModelIsNoPair() {
        Description one = set(AT_512, "d36", 36);
        assertThat(plan(one, null, null, 10, false)).isEqualTo("d36");
        assertThatThrownBy(() -> plan(one, null, null, null, true))
                .hasMessageContaining("no all-round model that is smaller than its drafter; it has d36 (depth 36)");
        assertThat(plan(one, null, 36, 8, true)).as("who says so gets it").isEqualTo("d36:8,d36");
        assertThat(plan(set(List.of(4), "a", 2, "b", 1), null, null, null, true))
                .as("one scale")
                .isEqualTo("a");
    }
}
