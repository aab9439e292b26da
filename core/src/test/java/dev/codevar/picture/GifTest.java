package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.joined;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.BrokenFileException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our own reader of GIF files beside the JDK's, and where the JDK's would not end. */
class GifTest {
    private static Picture read(byte[] file) {
        return PictureFiles.read(file, "test");
    }

    /** Noise fills the table of codes over and over, even areas make the longest codes; the JDK writes interlaced rows. */
    @Test
    void everyPixelIsAsTheJdkReadsIt() throws IOException {
        Random random = new Random(5);
        for (int bits = 1; bits <= 8; bits++) {
            for (int[] size : new int[][] {{1, 1}, {3, 9}, {64, 50}, {301, 200}}) {
                BufferedImage image = new BufferedImage(
                        size[0], size[1], BufferedImage.TYPE_BYTE_INDEXED, palette(bits, random, bits % 3 - 1));
                boolean noise = bits != 4;
                for (int i = 0; i < size[0] * size[1]; i++) {
                    image.getRaster().setSample(i % size[0], i / size[0], 0, noise ? random.nextInt(1 << bits) : 7);
                }
                byte[] gif = TestFiles.byJdk(image, "gif");
                BufferedImage expected = ImageIO.read(new ByteArrayInputStream(gif));
                Picture picture = read(gif);
                assertThat(picture.width()).isEqualTo(size[0]);
                assertThat(picture.height()).isEqualTo(size[1]);
                for (int i = 0; i < size[0] * size[1]; i++) {
                    int argb = expected.getRGB(i % size[0], i / size[0]);
                    int shown = argb >>> 24 == 0 ? 0xffffff : argb & 0xffffff;
                    assertThat(rgb(picture, i % size[0], i / size[0])).isEqualTo(shown);
                }
            }
        }
    }

    private static IndexColorModel palette(int bits, Random random, int transparent) {
        byte[][] colours = new byte[3][1 << bits];
        for (byte[] channel : colours) {
            random.nextBytes(channel);
        }
        return new IndexColorModel(bits, 1 << bits, colours[0], colours[1], colours[2], transparent);
    }

    private static int rgb(Picture picture, int x, int y) {
        return picture.sample(x, y, 0) << 16 | picture.sample(x, y, 1) << 8 | picture.sample(x, y, 2);
    }

    /** Four pixels, said by a header, the extensions and the packed codes. */
    private static byte[] gif(byte[] extensions, byte[] packed) {
        return joined(
                TestFiles.latin("GIF89a"),
                bytes(2, 0, 2, 0, 0x80, 0, 0, 10, 20, 30, 200, 210, 220),
                extensions,
                bytes(0x2c, 0, 0, 0, 0, 2, 0, 2, 0, 0),
                packed,
                bytes(0x3b));
    }

    /** By hand: clear, 0, 1, 1 as codes of 3 bits from the low bits on; the table has 8 codes then, so 0 and the end have 4. */
    private static final byte[] PACKED = bytes(2, 3, 0b01_000_100, 0b0000_001_0, 0b0101, 0);

    @Test
    void theFirstPictureWithoutItsComments() {
        Picture plain = read(gif(bytes(), PACKED));
        assertThat(plain.rgb()).isEqualTo(bytes(10, 20, 30, 200, 210, 220, 200, 210, 220, 10, 20, 30));
        assertThat(read(gif(bytes(0x21, 0xfe, 2, 'h', 'i', 0), PACKED))).isEqualTo(plain);
        assertThat(read(gif(bytes(0x21, 0xf9, 4, 1, 0, 0, 1, 0), PACKED)).sample(1, 0, 0))
                .isEqualTo(255);
        assertThat(read(joined(gif(bytes(), PACKED), new byte[99]))).isEqualTo(plain);
    }

    /** As many blocks as the budget allows; the JDK's reader of Java 17 would copy for minutes here. */
    @Test
    @Timeout(60)
    void commentsAreNeverJoinedWhereverTheyHide() {
        byte[] blocks = new byte[256 * 262_000];
        for (int at = 0; at < blocks.length; at += 256) {
            blocks[at] = (byte) 255;
        }
        Picture plain = read(gif(bytes(), PACKED));
        assertThat(read(gif(joined(bytes(0x21, 0xfe), blocks, bytes(0)), PACKED)))
                .isEqualTo(plain);
        assertThat(read(gif(joined(bytes(0x21, 0xf9), blocks, bytes(0)), PACKED)))
                .isEqualTo(plain);
        byte[] single = new byte[2 * 263_000];
        Arrays.fill(single, (byte) 1);
        assertThatThrownBy(() -> read(gif(joined(bytes(0x21, 0xfe), single, bytes(0)), PACKED)))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("the GIF has more than 262144 blocks");
    }

    /** 170 million codes that forget the table, which the JDK's reader writes anew each time. */
    @Test
    @Timeout(60)
    void codesThatOnlyForgetTakeNoTime() {
        byte[] packed = new byte[1 + 256 * 250_000 + 1];
        packed[0] = 2;
        int bit = 0;
        for (int at = 1; at < packed.length - 1; at++) {
            if ((at - 1) % 256 == 0) {
                packed[at] = (byte) 255;
                continue;
            }
            int eight = 0;
            for (int i = 0; i < 8; i++) {
                // 4 by three bits, the low one first.
                eight |= (bit++ % 3 == 2 ? 1 : 0) << i;
            }
            packed[at] = (byte) eight;
        }
        assertThatThrownBy(() -> read(gif(bytes(), packed)))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read test: the gif data end too early");
    }

    @Test
    void brokenCodesAreOneLine() {
        assertThatThrownBy(() -> read(gif(bytes(), bytes(2, 1, 0b01_000_100, 0))))
                .hasMessage("cannot read test: the gif data end too early");
        assertThatThrownBy(() -> read(gif(bytes(), bytes(2, 1, 0b00_111_100, 0))))
                .hasMessageContaining("code 7 before it is known");
        assertThatThrownBy(() -> read(gif(bytes(), bytes(99, 1, 0, 0)))).hasMessageContaining("colours of 99 bits");
    }
}
