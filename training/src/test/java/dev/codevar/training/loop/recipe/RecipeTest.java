package dev.codevar.training.loop.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.Fall;
import dev.codevar.training.loop.Recipes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
    private static final Every EVERY = new Every(1, 0, 0, 1);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0     | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | learning rate 0.0 is not above 0 and at most 10
            NaN   | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | learning rate NaN is not above 0 and at most 10
            1e-3  | 1   | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | warmup 1.0 is not from 0 to below 1
            1e-3  | 0.1 | -1 | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | steps -1 is not at least 0
            1e-3  | 0.1 | 0  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | steps 0 and epochs 0.0: one of them must be above 0, and the other 0
            1e-3  | 0.1 | 5  | 2.5 | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | steps 5 and epochs 2.5: one of them must be above 0, and the other 0
            1e-3  | 0.1 | 5  | NaN | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | epochs NaN is not a number of at least 0
            1e-3  | 0.1 | 5  | 0   | 0 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | batch 0 is not at least 1
            1e-3  | 0.1 | 5  | 0   | 1 | 0 | 0        | 0  | 0.9 | 0.95 | 0  | 1 | accumulation 0 is not at least 1
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | -1       | 0  | 0.9 | 0.95 | 0  | 1 | clip -1.0 is not a number of at least 0
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | Infinity | 0  | 0.9 | 0.95 | 0  | 1 | clip Infinity is not a number of at least 0
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | 0        | -1 | 0.9 | 0.95 | 0  | 1 | decay -1.0 is not from 0 to 1
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 1   | 0.95 | 0  | 1 | beta1 1.0 is not from 0 to below 1
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | -1   | 0  | 1 | beta2 -1.0 is not from 0 to below 1
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 1  | 1 | average decay 1.0 is not from 0 to below 1
            1e-3  | 0.1 | 5  | 0   | 1 | 1 | 0        | 0  | 0.9 | 0.95 | 0  | 0 | keep 0 is not at least 1
            """)
    void whatIsOutOfRangeIsNamed(
            double learningRate,
            double warmup,
            int steps,
            double epochs,
            int batch,
            int accumulation,
            double clip,
            double decay,
            double beta1,
            double beta2,
            double averageDecay,
            int keep,
            String message) {
        assertThatThrownBy(() -> new Recipe(
                        learningRate,
                        warmup,
                        null,
                        null,
                        steps,
                        epochs,
                        batch,
                        accumulation,
                        clip,
                        decay,
                        null,
                        beta1,
                        beta2,
                        averageDecay,
                        1,
                        EVERY,
                        keep))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0,0,0,1,log every 0 is not at least 1",
        "1,-1,0,1,validate every -1 is not at least 0",
        "1,0,-1,1,samples every -1 is not at least 0",
        "1,0,0,0,checkpoint every 0 is not at least 1"
    })
    void howOftenIsCheckedToo(int log, int validate, int samples, int checkpoint, String message) {
        assertThatThrownBy(() -> new Every(log, validate, samples, checkpoint))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(message);
    }

    @Test
    void epochsAreCountedInWholeSteps() {
        // 5.6 epochs of 120,000 with 128 at once: 937 steps an epoch.
        Recipe recipe =
                new Recipe(2e-3, 0.03, Fall.LINE, null, 0, 5.6, 64, 2, 2, 0.05, null, 0.9, 0.95, 0, 1, EVERY, 1);
        assertThat(recipe.stepsOfEpoch(120_000)).isEqualTo(937);
        assertThat(recipe.schedule(120_000).steps()).isEqualTo(5247);
        assertThat(recipe.schedule(120_000).warmup()).isEqualTo(157);
    }

    @Test
    void moreStepsThanCanBeCountedAreRefused() {
        Recipe recipe = new Recipe(2e-3, 0, null, null, 0, 1e9, 1, 2, 2, 0.05, null, 0.9, 0.95, 0, 1, EVERY, 1);
        assertThatThrownBy(() -> recipe.schedule(10))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("steps 5.0E9 are more than the 1.073741823E9 that can be counted");
    }

    @Test
    void configurationsAreYamlOrJson() {
        Recipe recipe = Recipes.BARE;
        assertThatThrownBy(() -> new Setup(recipe, Map.of(), "a test", "../log.jsonl", ""))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("../log.jsonl is neither config.yaml nor config.json");
    }
}
