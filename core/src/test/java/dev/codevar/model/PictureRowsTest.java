package dev.codevar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The order of rows, written out by hand. */
class PictureRowsTest {
    private static final PictureRows MIXED =
            PictureRows.of(new int[] {7, 3, 7, 5}, new boolean[] {true, false, true, true});

    @Test
    void picturesComeFirstAndThenThoseWithoutClass() {
        assertThat(MIXED.count()).isEqualTo(7);
        assertThat(MIXED.classes(9)).containsExactly(7, 3, 7, 5, 9, 9, 9);
        assertThat(MIXED.pictureOfRow()).containsExactly(0, 1, 2, 3, 0, 2, 3);
        assertThat(MIXED.onePerPicture()).isFalse();
    }

    @Test
    void ofAnyPartTheRowsWithoutClassLieTogether() {
        assertThat(MIXED.guided(0, 4)).containsExactly(0, 2, 3);
        assertThat(MIXED.firstWithoutClass(0)).isEqualTo(4);
        assertThat(MIXED.guided(1, 2)).containsExactly(1);
        assertThat(MIXED.firstWithoutClass(1)).isEqualTo(5);
        assertThat(MIXED.guided(3, 1)).containsExactly(0);
        assertThat(MIXED.firstWithoutClass(3)).isEqualTo(6);
        assertThat(MIXED.guided(1, 1)).isEmpty();
    }

    @Test
    void withoutGuidanceRowsArePictures() {
        PictureRows rows = PictureRows.ofClasses(4, 4);
        assertThat(rows.count()).isEqualTo(2);
        assertThat(rows.onePerPicture()).isTrue();
        assertThat(rows.classes(9)).containsExactly(4, 4);
        assertThat(rows.guided(0, 2)).isEmpty();
    }

    @Test
    void everyPictureHasBoth() {
        assertThatThrownBy(() -> PictureRows.of(new int[2], new boolean[3])).hasMessage("2 classes for 3 pictures");
    }
}
