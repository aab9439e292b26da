package dev.codevar.evaluation.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.evaluation.score.matrix.FeatureArray;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.InvalidInputException;
import org.junit.jupiter.api.Test;

class ClassAccuracyTest {
    private static final Features LOGITS = new FeatureArray(new float[] {1, 3, 2, -1, -3, -2, 0, 0, 5, 2, 2, 2}, 3);

    @Test
    void countsRowsWhoseLargestColumnIsTheLabels() {
        assertThat(ClassAccuracy.of(LOGITS, 1, 0, 2, 0)).isEqualTo(1);
        assertThat(ClassAccuracy.of(LOGITS, 1, 1, 2, 2)).isEqualTo(0.5);
        assertThat(ClassAccuracy.of(LOGITS, 0, 2, 0, 1)).isZero();
    }

    @Test
    void everyRowNeedsALabel() {
        assertThatThrownBy(() -> ClassAccuracy.of(LOGITS, 1, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("2 labels do not fit 4 rows of logits, of which 1 is needed");
    }
}
