package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContactSheetTest {
    @Test
    void picturesLieUnchangedInTheirCells() {
        Picture one = TestFiles.gradient(100, 120);
        Picture two = new Picture(100, 120, new byte[100 * 120 * 3]);
        Picture sheet = ContactSheet.of(List.of(one, two, one), List.of("a", "b", "c"), 2);
        assertThat(sheet.width()).isEqualTo(8 + 2 * 108);
        assertThat(sheet.height()).isEqualTo(8 + 2 * (120 + 11 + 8));
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 100; x++) {
                assertThat(sheet.sample(8 + x, 8 + y, 1)).isEqualTo(one.sample(x, y, 1));
                assertThat(sheet.sample(116 + x, 8 + y, 1)).isZero();
                assertThat(sheet.sample(8 + x, 147 + y, 2)).isEqualTo(one.sample(x, y, 2));
                assertThat(sheet.sample(116 + x, 147 + y, 2)).isEqualTo(255);
            }
        }
        assertThat(ContactSheet.of(List.of(one, two, one), List.of("a", "b", "c"), 2))
                .isEqualTo(sheet);
    }

    @Test
    void smallPicturesAreEnlarged() {
        Picture sheet = ContactSheet.of(List.of(TestFiles.gradient(16, 16)), List.of("x"), 5);
        assertThat(sheet.width()).isEqualTo(8 + 96 + 8);
        assertThat(sheet.sample(8 + 95, 8 + 95, 0))
                .isEqualTo(TestFiles.gradient(16, 16).sample(15, 15, 0));
    }

    @Test
    void captionsAreWrittenShortenedAndWithoutForeignLetters() {
        assertThat(caption("hello")).isEqualTo(caption("hello")).isNotEqualTo(caption("hellO"));
        assertThat(caption("")).isEqualTo(caption("   "));
        assertThat(caption("\u00e9\uD83D\uDC36\n")).isEqualTo(caption("???"));
        assertThat(caption("a".repeat(16))).isNotEqualTo(caption("a".repeat(17)));
        assertThat(caption("a".repeat(17))).isEqualTo(caption("a".repeat(13) + "..."));
        assertThat(caption("a".repeat(500))).isEqualTo(caption("a".repeat(17)));
    }

    private static Picture caption(String text) {
        return ContactSheet.of(List.of(TestFiles.gradient(96, 96)), List.of(text), 1);
    }

    @Test
    void everyLetterIsDrawnAndNoTwoAlike() {
        Set<String> seen = new HashSet<>();
        for (char c = ' '; c <= '~'; c++) {
            StringBuilder dots = new StringBuilder();
            for (int y = 0; y < Font.HEIGHT; y++) {
                for (int x = 0; x < Font.WIDTH; x++) {
                    dots.append(Font.inked(c, x, y) ? '#' : '.');
                }
            }
            assertThat(seen.add(dots.toString())).as("letter %s", c).isTrue();
            assertThat(dots.indexOf("#") >= 0).isEqualTo(c != ' ');
        }
        assertThat(seen).hasSize(95);
    }

    @Test
    void columnsMakeTheSheetSquareOrItsRowsFull() {
        assertThat(IntStream.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 17, 50).map(ContactSheet::columnsFor))
                .containsExactly(1, 2, 3, 2, 3, 3, 3, 4, 3, 5, 4, 4, 5, 10);
        assertThatThrownBy(() -> ContactSheet.columnsFor(0)).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesWhatMakesNoSheet() {
        List<Picture> one = List.of(TestFiles.gradient(2, 2));
        assertThatThrownBy(() -> ContactSheet.of(List.of(), List.of(), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("number of pictures 0");
        assertThatThrownBy(() -> ContactSheet.of(one, List.of(), 1))
                .hasMessage("a sheet's number of captions 0 is out of range 1..1");
        assertThatThrownBy(() -> ContactSheet.of(one, List.of("a"), 0)).hasMessageContaining("number of columns 0");
        Picture tall = new Picture(1, 20_000_000, new byte[60_000_000]);
        assertThatThrownBy(() -> ContactSheet.of(List.of(tall), List.of("a"), 1))
                .isInstanceOf(InvalidInputException.class);
        Picture large = new Picture(4000, 4000, new byte[48_000_000]);
        assertThatThrownBy(() -> ContactSheet.of(Collections.nCopies(100, large), Collections.nCopies(100, "a"), 10))
                .isInstanceOf(InvalidInputException.class);
    }
}
