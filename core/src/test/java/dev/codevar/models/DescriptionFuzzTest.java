package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.codevar.fault.CodeVarException;
import dev.codevar.pyramid.Pyramid;

/**
 * Any bytes are either a description whose every plan and model is legal, or one clear exception. {@link
 * dev.codevar.FuzzingTest} runs it.
 */
class DescriptionFuzzTest {

    @FuzzTest
    void parse(byte[] file) {
        Description set;
        try {
            set = DescriptionFile.parse(file, "model.json");
        } catch (CodeVarException e) {
            assertThat(e.getMessage())
                    .startsWith("model.json: ")
                    .doesNotContainPattern("[\\r\\n\\u0000]")
                    .hasSizeLessThan(500);
            return;
        }
        assertThat(set.plans()).containsKey(set.defaultPlan());
        Pyramid own = new Pyramid(set.scales());
        assertThat(set.vae().config(set.codes(), set.channels(), own).pictureSide())
                .isPositive();
        for (String plan : set.plans().keySet()) {
            assertThat(PlanSpec.parse(PlanSpec.parse(plan, set).text(), set)).isEqualTo(PlanSpec.parse(plan, set));
        }
    }
}
