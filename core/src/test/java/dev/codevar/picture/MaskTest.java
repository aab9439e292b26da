package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskTest {
    @Test
    void aBoxIsWhatLiesInIt() {
        Mask mask = Mask.box(5, 4, Box.at(1, 2).size(3, 2));
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 5; x++) {
                assertThat(mask.regenerate(x, y)).isEqualTo(x >= 1 && x < 4 && y >= 2);
                assertThat(mask.inverted().regenerate(x, y)).isEqualTo(!mask.regenerate(x, y));
            }
        }
        assertThat(mask.inverted().inverted()).isEqualTo(mask).hasSameHashCodeAs(mask);
        assertThat(mask)
                .isNotEqualTo(mask.inverted())
                .isNotEqualTo(Mask.box(4, 5, Box.at(1, 2).size(3, 2)));
        boolean[] all = new boolean[6];
        Arrays.fill(all, true);
        assertThat(Mask.box(3, 2, Box.at(0, 0).size(3, 2))).isEqualTo(Mask.of(3, 2, all));
    }

    @Test
    void namesWhatIsOutsideAndTheLegalRange() {
        assertThatThrownBy(() -> Mask.box(256, 256, Box.at(256, 0).size(1, 1)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the box's left column 256 is out of range 0..255");
        assertThatThrownBy(() -> Mask.box(256, 128, Box.at(0, -1).size(1, 1)))
                .hasMessage("the box's top row -1 is out of range 0..127");
        assertThatThrownBy(() -> Mask.box(256, 256, Box.at(200, 0).size(57, 1)))
                .hasMessage("the box's width 57 is out of range 1..56");
        assertThatThrownBy(() -> Mask.box(256, 256, Box.at(0, 200).size(1, Integer.MAX_VALUE)))
                .hasMessage("the box's height 2147483647 is out of range 1..56");
        assertThatThrownBy(() -> Mask.box(256, 256, Box.at(0, 0).size(0, 1)))
                .hasMessage("the box's width 0 is out of range 1..256");
        assertThatThrownBy(() -> Mask.of(2, 2, new boolean[3])).hasMessage("a 2x2 mask has 4 values, not 3");
        assertThatThrownBy(() -> Mask.of(0, 2, new boolean[0])).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Mask.box(2, 2, Box.at(0, 0).size(1, 1)).atSize(0, 1))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> Mask.box(2, 2, Box.at(0, 0).size(1, 1)).regenerate(2, 0))
                .hasMessage("column 2 is out of range 0..1");
    }

    @Test
    void nearestFollowsTorch() {
        assertThat(indices(256, 16))
                .containsExactly(0, 16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240);
        assertThat(indices(7, 3)).containsExactly(0, 2, 4);
        assertThat(indices(3, 7)).containsExactly(0, 0, 0, 1, 1, 2, 2);
        assertThat(indices(10, 4)).containsExactly(0, 2, 5, 7);
        assertThat(indices(100, 16)).containsExactly(0, 6, 12, 18, 25, 31, 37, 43, 50, 56, 62, 68, 75, 81, 87, 93);
        assertThat(indices(5, 5)).containsExactly(0, 1, 2, 3, 4);
        assertThat(indices(1, 4)).containsExactly(0, 0, 0, 0);
        // 11 * float32(26/22) is a hair below 13, and torch multiplies in float32.
        assertThat(indices(26, 22)[11]).isEqualTo(12);
        assertThat(indices(30, 58)[29]).isEqualTo(14);
    }

    private static int[] indices(int from, int to) {
        return IntStream.range(0, to).map(i -> Mask.nearest(i, from, to)).toArray();
    }

    @Test
    void resizesBothWays() {
        Random random = new Random(7);
        boolean[] values = new boolean[48 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean();
        }
        Mask mask = Mask.of(48, 32, values);
        Mask small = mask.atSize(16, 16);
        assertThat(small.width()).isEqualTo(16);
        assertThat(small.height()).isEqualTo(16);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 16; x++) {
                assertThat(small.regenerate(x, y)).isEqualTo(values[2 * y * 48 + 3 * x]);
            }
        }
        assertThat(mask.atSize(96, 96).atSize(48, 32)).isEqualTo(mask);
        assertThat(mask.atSize(48, 32)).isEqualTo(mask);
    }
}
