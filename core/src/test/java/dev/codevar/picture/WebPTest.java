package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.joined;
import static dev.codevar.picture.TestFiles.latin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.picture.format.PictureBudget;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebP files beside what Google's decoder makes of them ({@code pillow/make.py}), and the worst of them. */
class WebPTest {

    /** Writes numbers of a few bits, the low ones first. */
    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private long held;
        private int count;

        Bits add(int bits, long value) {
            held |= value << count;
            count += bits;
            while (count >= 8) {
                out.write((int) held);
                held >>>= 8;
                count -= 8;
            }
            return this;
        }

        /** A code of one symbol, which takes no bits. */
        Bits only(int symbol) {
            return add(3, 5).add(8, symbol);
        }

        byte[] toBytes() {
            return add(7, 0).out.toByteArray();
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        int length = data.length;
        byte[] head = bytes(length, length >> 8, length >> 16, length >> 24);
        return joined(latin(type), head, data, new byte[length & 1]);
    }

    private static byte[] file(byte[]... chunks) {
        return joined(latin("RIFF"), new byte[4], latin("WEBP"), joined(chunks));
    }

    private static Bits lossless(int width, int height) {
        return new Bits().add(8, 0x2f).add(14, width - 1L).add(14, height - 1L).add(4, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lossless",
                "lossless-fast",
                "lossless-clear",
                "palette-2",
                "palette-4",
                "palette-12",
                "palette-100",
                "dot",
                "lossy-0",
                "lossy-30",
                "lossy-75",
                "lossy-100",
                "simple-filter",
                "strong-filter",
                "no-filter",
                "partitions",
                "zeros",
                "overflow",
                "segments-unsaid",
                "clear-none",
                "clear-fast",
                "clear-best",
                "clear-raw",
                "animation",
                "turned"
            })
    void filesAreReadAsByGooglesDecoder(String name) throws IOException {
        assertThat(PillowTest.read("webp/" + name + ".webp")).isEqualTo(PillowTest.read("webp/" + name + ".png"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lossless-clear", "palette-12", "lossy-30", "strong-filter", "partitions", "clear-best", "turned"
            })
    void brokenFilesAreReadOrRefused(String name) throws IOException {
        byte[] file = PillowTest.bytes("webp/" + name + ".webp");
        for (int length = 0; length < file.length; length += 1 + length / 60) {
            readOrRefuse(Arrays.copyOf(file, length));
        }
        Random random = new Random(4);
        for (int trial = 0; trial < 300; trial++) {
            byte[] changed = file.clone();
            int within = trial % 2 == 0 ? Math.min(90, file.length) : file.length;
            changed[random.nextInt(within)] = (byte) random.nextInt(256);
            readOrRefuse(changed);
        }
    }

    private static void readOrRefuse(byte[] file) {
        try {
            assertThat(PictureFiles.open(file, "test", PictureBudget.DEFAULT.withPixels(1 << 20))
                            .picture()
                            .width())
                    .isPositive();
        } catch (CodeVarException e) {
            assertThat(e.getMessage()).startsWith("cannot read test").hasLineCount(1);
        }
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> PictureFiles.read(file, "test"))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read test: " + why);
    }

    /** The decoder that the JDK's readers can be extended by takes seconds for it. */
    @Test
    @Timeout(60)
    void aLargePictureOfAFewBytes() {
        byte[] data = lossless(16_384, 1_536)
                .add(4, 0b0001) // predicted, in squares of 4
                .add(2, 0)
                .add(1, 0) // whose ways are written without a cache
                .only(13)
                .only(0)
                .only(0)
                .only(0)
                .only(0)
                .add(3, 0)
                .only(1)
                .only(2)
                .only(3)
                .only(0)
                .only(0)
                .toBytes();
        Picture picture = PictureFiles.read(file(chunk("VP8L", data)), "test");
        assertThat(picture.width()).isEqualTo(16_384);
        // Each pixel of the first row adds to the one left of it.
        assertThat(picture.sample(99, 0, 0)).isEqualTo(200);
        assertThat(picture.sample(99, 0, 1)).isEqualTo(100);
        assertThat(picture.sample(99, 0, 2)).isEqualTo(300 - 256);
    }

    /** As many codes as can be, one for each four pixels. */
    @Test
    @Timeout(60)
    void asManyCodesAsCanBe() {
        int across = 256;
        Bits bits = lossless(4 * across, 4 * across)
                .add(1, 0)
                .add(1, 0)
                .add(1, 1)
                .add(3, 0)
                .add(1, 0);
        everyByte(bits);
        everyByte(bits);
        bits.only(0).only(0).only(0);
        for (int group = 0; group < across * across; group++) {
            bits.add(8, Integer.reverse(group & 0xff) >>> 24).add(8, Integer.reverse(group >> 8) >>> 24);
        }
        for (int group = 0; group < across * across; group++) {
            bits.only(group & 0xff).only(group >> 8).only(7).only(255).only(0);
        }
        Picture picture = PictureFiles.read(file(chunk("VP8L", bits.toBytes())), "test");
        assertThat(picture.sample(4 * 33 + 1, 4 * 200 + 2, 1)).isEqualTo(33);
        assertThat(picture.sample(4 * 33 + 1, 4 * 200 + 2, 0)).isEqualTo(200);
    }

    /** A picture of one pixel that has 65,536 times five codes, of 8 bytes each in the file and of a kilobyte in memory. */
    @Test
    @Timeout(60)
    void moreCodesThanMemoryIsFor() {
        Bits bits = lossless(1, 1).add(1, 0).add(1, 0).add(1, 1).add(3, 0).add(1, 0);
        bits.only(255).only(255).only(0).only(0).only(0);
        for (int group = 0; group < 1 << 15; group++) {
            for (int code = 0; code < 4; code++) {
                everyByte(bits);
            }
            bits.only(0);
        }
        assertRefused(
                file(chunk("VP8L", bits.toBytes())),
                "the webp data are broken: prefix codes of more than 16777216 symbols");
    }

    @Test
    void whatIsHungOnChangesNothing() throws IOException {
        byte[] file = PillowTest.bytes("webp/lossy-30.webp");
        byte[] longer = joined(file, latin("some bytes that are no chunk"));
        assertThat(PictureFiles.read(longer, "test")).isEqualTo(PictureFiles.read(file, "test"));
    }

    /** A code in which each byte has eight bits. */
    private static void everyByte(Bits bits) {
        bits.add(1, 0).add(4, 8);
        for (int length = 0; length < 12; length++) {
            bits.add(3, length == 11 ? 1 : 0);
        }
        bits.add(1, 1).add(3, 3).add(8, 254);
    }

    @Test
    @Timeout(60)
    void sizesAndChunksAreLookedAtFirst() {
        byte[] large = chunk("VP8L", lossless(16_384, 16_384).toBytes());
        assertRefused(file(large), "16384x16384 pixels are more than 25165824");
        byte[] frame = {0x10, 0, 0, (byte) 0x9d, 1, 0x2a, (byte) 0xff, 0x3f, (byte) 0xff, 0x3f};
        assertRefused(file(chunk("VP8 ", frame)), "16383x16383 pixels are more than 25165824");
        assertRefused(file(new byte[60 << 20]), "the WebP has no picture");
        byte[] within = new byte[24 << 20];
        for (int at = 0; at < within.length; at += 24) {
            byte[] head = joined(latin("ANMF"), littleEndian(within.length - at - 8));
            System.arraycopy(head, 0, within, at, head.length);
        }
        assertRefused(file(within), "the WebP has no picture");
        assertRefused(file(chunk("VP8 ", new byte[20])), "the webp data are broken: no key frame of VP8");
        assertRefused(Arrays.copyOf(file(large), 24), "the WebP ends within a chunk");
    }

    private static byte[] littleEndian(int number) {
        return bytes(number, number >> 8, number >> 16, number >> 24);
    }
}
