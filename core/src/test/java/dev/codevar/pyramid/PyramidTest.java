package dev.codevar.pyramid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import org.junit.jupiter.api.Test;

class PyramidTest {

    @Test
    void publishedLayoutsHaveTheirPublishedLengths() {
        assertThat(Pyramid.IMAGENET_256.length()).isEqualTo(680);
        assertThat(Pyramid.IMAGENET_512.length()).isEqualTo(2240);
        assertThat(Pyramid.IMAGENET_256.finestSide()).isEqualTo(16);
        assertThat(Pyramid.IMAGENET_512.finestSide()).isEqualTo(32);
    }

    @Test
    void positionsFollowFromTheSides() {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        assertThat(pyramid.begin(0)).isZero();
        assertThat(pyramid.end(0)).isEqualTo(1);
        assertThat(pyramid.begin(2)).isEqualTo(5);
        assertThat(pyramid.end(2)).isEqualTo(21);
        assertThat(pyramid.tokens(new ScaleRange(1, 3))).isEqualTo(20);
        assertThat(pyramid.ratio(1)).isEqualTo(0.5);
        assertThat(Pyramid.of(3).ratio(0)).isZero();
    }

    @Test
    void sidesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> Pyramid.of(1, 3, 2))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("side 2 is not between 3");
        assertThatThrownBy(() -> Pyramid.of(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Pyramid.of(1, 257)).hasMessageContaining("256");
        assertThatThrownBy(Pyramid::of).hasMessageContaining("at least one");
    }

    @Test
    void rangesAreNeverEmpty() {
        assertThatThrownBy(() -> new ScaleRange(2, 2)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new ScaleRange(-1, 2)).isInstanceOf(InvalidInputException.class);
        assertThat(new ScaleRange(1, 3).contains(2)).isTrue();
        assertThat(new ScaleRange(1, 3).contains(3)).isFalse();
    }
}
