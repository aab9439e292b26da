package dev.codevar.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import org.junit.jupiter.api.Test;

class PictureTest {
    @Test
    void keepsItsOwnCopyOfTheBytes() {
        byte[] rgb = {1, 2, 3, (byte) 200, 5, 6};
        Picture picture = new Picture(2, 1, rgb);
        rgb[0] = 99;
        picture.rgb()[1] = 99;
        assertThat(picture.rgb()).containsExactly(1, 2, 3, 200, 5, 6);
        assertThat(picture.sample(1, 0, 0)).isEqualTo(200);
        assertThat(picture.sample(0, 0, 2)).isEqualTo(3);
    }

    @Test
    void equalsBySizeAndBytes() {
        Picture one = TestFiles.gradient(4, 6);
        assertThat(one).isEqualTo(TestFiles.gradient(4, 6)).hasSameHashCodeAs(TestFiles.gradient(4, 6));
        assertThat(one).isNotEqualTo(new Picture(6, 4, one.rgb()));
        byte[] other = one.rgb();
        other[70]++;
        assertThat(one).isNotEqualTo(new Picture(4, 6, other));
    }

    @Test
    void scalesEveryPixelToASquare() {
        Picture picture = TestFiles.gradient(3, 2);
        Picture large = picture.scaledBy(4);
        assertThat(large.width()).isEqualTo(12);
        assertThat(large.height()).isEqualTo(8);
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 12; x++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(large.sample(x, y, c)).isEqualTo(picture.sample(x / 4, y / 4, c));
                }
            }
        }
        assertThat(picture.scaledBy(1)).isEqualTo(picture);
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> new Picture(0, 5, new byte[0]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a picture of 0x5 pixels; each side must be >= 1");
        assertThatThrownBy(() -> new Picture(2, 2, new byte[11]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a 2x2 picture has 12 bytes, not 11");
        assertThatThrownBy(() -> new Picture(1 << 20, 1 << 20, new byte[11]))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("1048576x1048576")
                .hasMessageContaining("715827882");
        Picture picture = TestFiles.gradient(3, 2);
        assertThatThrownBy(() -> picture.sample(3, 0, 0)).hasMessage("column 3 is out of range 0..2");
        assertThatThrownBy(() -> picture.sample(0, -1, 0)).hasMessage("row -1 is out of range 0..1");
        assertThatThrownBy(() -> picture.sample(0, 0, 3)).hasMessage("channel 3 is out of range 0..2");
        assertThatThrownBy(() -> picture.scaledBy(0)).hasMessage("a scale factor of 0; it must be >= 1");
        assertThatThrownBy(() -> picture.scaledBy(Integer.MAX_VALUE)).isInstanceOf(InvalidInputException.class);
    }
}
