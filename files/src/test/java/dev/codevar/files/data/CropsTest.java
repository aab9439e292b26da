package dev.codevar.files.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CropsTest {

    /** The middle as Python's {@code round} has it: halves to even. */
    @Test
    void theMiddle() {
        int[] rooms = {0, 1, 2, 3, 4, 5, 7, 32};
        int[] middles = {0, 0, 1, 2, 2, 2, 4, 16};
        for (int i = 0; i < rooms.length; i++) {
            assertThat(Crops.CENTRE.left(9, rooms[i])).isEqualTo(middles[i]);
            assertThat(Crops.CENTRE.top(9, rooms[i])).isEqualTo(middles[i]);
        }
    }

    @Test
    void everyPlaceIsAsLikely() {
        int[] left = new int[5];
        int[] top = new int[5];
        int both = 0;
        for (int picture = 0; picture < 5000; picture++) {
            Crops crops = Crops.random(3, 8);
            left[crops.left(picture, 4)]++;
            top[crops.top(picture, 4)]++;
            both += crops.left(picture, 4) == crops.top(picture, 4) ? 1 : 0;
        }
        // Of 5000, a fifth by five deviations of a binomial distribution.
        for (int place = 0; place < 5; place++) {
            assertThat(left[place]).isBetween(860, 1140);
            assertThat(top[place]).isBetween(860, 1140);
        }
        assertThat(both)
                .as("rows and columns have nothing to do with each other")
                .isBetween(860, 1140);
    }

    @Test
    void seedRoundAndPictureDecide() {
        int room = 1 << 20;
        int place = Crops.random(3, 8).left(5, room);
        assertThat(Crops.random(3, 8).left(5, room)).isEqualTo(place);
        assertThat(Crops.random(4, 8).left(5, room)).isNotEqualTo(place);
        assertThat(Crops.random(3, 9).left(5, room)).isNotEqualTo(place);
        assertThat(Crops.random(3, 8).left(6, room)).isNotEqualTo(place);
        assertThat(Crops.random(3, 8).left(5, 0)).isZero();
    }
}
