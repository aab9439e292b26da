package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The plans that follow from models, whichever of them are there. */
class PlansTest {

    private static Plans plans(Object... rolesAndDepths) {
        Map<String, VarConfig> models = new LinkedHashMap<>();
        for (int i = 0; i < rolesAndDepths.length; i += 2) {
            models.put((String) rolesAndDepths[i], VarConfig.ofDepth((Integer) rolesAndDepths[i + 1]));
        }
        return Plans.of(models, Assembly.ownScales(models));
    }

    @Test
    void publishedModels() {
        Plans all = plans(
                "d16",
                16,
                "d30",
                30,
                "d36",
                36,
                "drafter6",
                30,
                "drafter8",
                30,
                "drafter9",
                30,
                "refiner6",
                16,
                "refiner8",
                16,
                "refiner7",
                16);
        assertThat(all.preferred()).isEqualTo("code-8");
        assertThat(all.byName())
                .containsEntry("code-8", "drafter8:8,refiner8")
                .containsEntry("code-6", "drafter6:6,refiner6")
                .containsEntry("training-free-9", "d30:9,d16")
                .containsEntry("training-free-1", "d30:1,d16")
                .containsEntry("var-d36", "d36")
                .containsEntry("var-d30", "d30")
                .containsEntry("var-d16", "d16")
                .hasSize(2 + 9 + 3);
    }

    @Test
    void theDefaultIsNearestToEightOfTen() {
        assertThat(plans("d16", 16, "d30", 30).preferred()).isEqualTo("training-free-8");
        assertThat(plans("drafter9", 30, "refiner9", 16, "drafter7", 30, "refiner7", 16)
                        .preferred())
                .isEqualTo("code-9");
        assertThat(plans("drafter6", 30, "refiner6", 16, "d16", 16, "d30", 30).preferred())
                .isEqualTo("code-6");
    }

    @Test
    void whereModelsDoNotMakeAPairOneWorksAlone() {
        assertThat(plans("d36", 36)).isEqualTo(new Plans(Map.of("var-d36", "d36"), "var-d36"));
        assertThat(plans("d16", 16)).isEqualTo(new Plans(Map.of("var-d16", "d16"), "var-d16"));
        assertThat(plans("drafter8", 30)).isEqualTo(new Plans(Map.of("drafter8", "drafter8"), "drafter8"));
        assertThat(plans("refiner6", 16, "drafter8", 30).preferred()).isEqualTo("drafter8");
        assertThat(plans("d36", 36, "drafter8", 30).preferred()).isEqualTo("var-d36");
    }

    @Test
    void otherRoles() {
        Plans three = plans("small", 16, "middle", 20, "large", 30);
        assertThat(three.preferred()).isEqualTo("code-8");
        assertThat(three.byName())
                .containsEntry("code-8", "large:8,small")
                .containsEntry("var", "large")
                .containsEntry("small", "small")
                .hasSize(9 + 2);
        Plans mixed = plans("drafter8", 30, "refiner8", 16, "big", 30, "tiny", 16);
        assertThat(mixed.byName())
                .containsEntry("code-8", "drafter8:8,refiner8")
                .containsEntry("training-free-8", "big:8,tiny");
        assertThat(mixed.preferred()).isEqualTo("code-8");
    }

    @Test
    void aRefinerWithoutItsDrafterIsDraftedForByALargerModel() {
        assertThat(plans("large", 30, "small", 16, "drafter8", 30, "refiner8", 16, "refiner7", 16)
                        .byName())
                .containsEntry("code-8", "drafter8:8,refiner8")
                .containsEntry("code-7", "large:7,refiner7")
                .containsEntry("training-free-7", "large:7,small")
                .hasSize(2 + 9 + 2);
        assertThat(plans("only", 16, "refiner7", 16).byName())
                .as("no larger one")
                .isEqualTo(Map.of("var", "only", "small", "only"));
        assertThat(plans("d30", 30, "refiner7", 16).byName())
                .as("published names mean the published pair")
                .isEqualTo(Map.of("var-d30", "d30"));
    }

    @Test
    void aPlanIsNeverCalledAsAnotherModel() {
        Plans hostile = plans("var", 16, "small", 30, "code-8", 20);
        assertThat(hostile.byName())
                .doesNotContainKeys("var", "small", "code-8")
                .containsKey("code-7");
        assertThat(hostile.preferred()).isEqualTo("code-9");
    }

    @Test
    void oneScaleCannotBeShared() {
        VarConfig one = new VarConfig(2, 1, 2, 1, false, Pyramid.of(4));
        VarConfig two = new VarConfig(1, 1, 2, 1, false, Pyramid.of(4));
        assertThat(Plans.of(Map.of("a", one, "b", two), one.pyramid()).byName())
                .containsExactly(Map.entry("var", "a"), Map.entry("small", "b"));
    }

    @Test
    void aSetsOwnScalesAreTheShortest() {
        assertThat(Assembly.ownScales(Map.of("d36", VarConfig.ofDepth(36), "d16", VarConfig.ofDepth(16))))
                .isEqualTo(Pyramid.IMAGENET_256);
        assertThat(plans("d36", 36, "d16", 16).preferred()).isEqualTo("var-d16");
    }
}
