package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void medianIsTheMiddleOne() {
        assertThat(Statistics.median(List.of(7.0))).isEqualTo(7);
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }

    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Statistics.median(List.of(100.0, 1.0, 4.0, 2.0))).isEqualTo(3);
    }

    @Test
    void spreadIsTheLargestLessTheSmallest() {
        assertThat(Statistics.spread(List.of(7.0))).isZero();
        assertThat(Statistics.spread(List.of(3.0, 1.5, 9.0))).isEqualTo(7.5);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Statistics.median(List.of())).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Statistics.spread(List.of())).isInstanceOf(InvalidInputException.class);
    }
}
