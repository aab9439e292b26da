package dev.codevar.picture;

import static dev.codevar.picture.TestFiles.bytes;
import static dev.codevar.picture.TestFiles.deflated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files beside what Pillow makes of them ({@code pillow/make.py}), others made byte by byte, and the worst of them. */
class TiffTest {
    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int OFFSETS = 273;
    private static final int SAMPLES = 277;
    private static final int ROWS = 278;
    private static final int LENGTHS = 279;
    private static final int PREDICTOR = 317;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int EXTRA = 338;

    /** A file whose pixels are at 8, and whose fields, of whole numbers, follow them. */
    private static byte[] file(byte[] pixels, Map<Integer, int[]> fields) {
        int many = fields.values().stream()
                .mapToInt(numbers -> numbers.length > 1 ? 4 * numbers.length : 0)
                .sum();
        int first = 8 + pixels.length;
        ByteBuffer out =
                ByteBuffer.allocate(first + many + 6 + 12 * fields.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.put(bytes('I', 'I', 42, 0)).putInt(first + many).put(pixels);
        int entries = first + many;
        out.putShort(entries, (short) fields.size());
        int entry = entries + 2;
        for (Map.Entry<Integer, int[]> field : new TreeMap<>(fields).entrySet()) {
            int[] numbers = field.getValue();
            out.putShort(entry, field.getKey().shortValue()).putShort(entry + 2, (short) 4);
            out.putInt(entry + 4, numbers.length);
            out.putInt(entry + 8, numbers.length > 1 ? out.position() : numbers[0]);
            for (int number : numbers.length > 1 ? numbers : new int[0]) {
                out.putInt(number);
            }
            entry += 12;
        }
        return out.array();
    }

    private static Map<Integer, int[]> fields(int width, int height, int bits, int photometric, int samples) {
        Map<Integer, int[]> fields = new TreeMap<>();
        int[][] numbers = {
            {WIDTH, width}, {HEIGHT, height}, {BITS, bits}, {PHOTOMETRIC, photometric}, {SAMPLES, samples}, {OFFSETS, 8}
        };
        for (int[] number : numbers) {
            fields.put(number[0], new int[] {number[1]});
        }
        return fields;
    }

    private static Picture oneStrip(byte[] pixels, Map<Integer, int[]> fields) {
        fields.put(LENGTHS, new int[] {pixels.length});
        return PictureFiles.read(file(pixels, fields), "test");
    }

    private static void assertRefused(byte[] file, String why) {
        assertThatThrownBy(() -> PictureFiles.read(file, "test"))
                .isInstanceOf(BrokenFileException.class)
                .hasMessage("cannot read test: " + why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb",
                "grey",
                "palette",
                "bits",
                "inks",
                "clear",
                "grey-clear",
                "wide",
                "lzw",
                "lzw-bits",
                "packbits",
                "deflate-inks",
                "tiles",
                "tiles-separate",
                "separate",
                "wide-big-endian",
                "turned"
            })
    void filesAreReadAsByPillow(String name) throws IOException {
        assertThat(PillowTest.read("tiff/" + name + ".tif")).isEqualTo(PillowTest.read("tiff/" + name + ".png"));
    }

    @Test
    void whatIsNotReadIsSaid() throws IOException {
        assertRefused(
                PillowTest.bytes("tiff/fax.tif"),
                "a TIFF of an unsupported kind (compression 4); uncompressed, LZW, Deflate and PackBits are read");
        assertRefused(PillowTest.bytes("tiff/big.tif"), "a TIFF of an unsupported kind (BigTIFF)");
        Map<Integer, int[]> lab = fields(1, 1, 8, 8, 3);
        assertRefused(
                file(new byte[3], lab),
                "a TIFF of unsupported colours (8); greys, palettes, red-green-blue and four inks are read");
        Map<Integer, int[]> silent = fields(1, 1, 8, 8, 1);
        silent.remove(PHOTOMETRIC);
        assertRefused(file(new byte[3], silent), "the TIFF does not say enough: field 262");
        Map<Integer, int[]> floats = fields(1, 1, 32, 1, 1);
        assertRefused(file(new byte[4], floats), "a TIFF of an unsupported kind (32 bits a sample)");
    }

    @Test
    void samplesOfOtherBits() {
        byte[] wide = bytes(0xff, 0xff, 0x80, 0, 0x81, 0);
        assertThat(oneStrip(wide, fields(1, 1, 16, 2, 3)).rgb()).isEqualTo(bytes(255, 0, 1));
        Map<Integer, int[]> rows = fields(3, 1, 4, 0, 1);
        assertThat(oneStrip(bytes(0x0f, 0x10), rows).rgb()).isEqualTo(bytes(255, 255, 255, 0, 0, 0, 238, 238, 238));
        assertThat(oneStrip(bytes(0b00_01_10_11), fields(4, 1, 2, 1, 1)).rgb())
                .isEqualTo(bytes(0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255));
    }

    /** Only numbers that are packed by LZW or Deflate are differences, whatever a file says of others. */
    @Test
    void differencesArePacked() {
        Map<Integer, int[]> rows = fields(3, 1, 8, 1, 1);
        rows.put(PREDICTOR, new int[] {2});
        assertThat(oneStrip(bytes(1, 2, 3), rows).rgb()).isEqualTo(bytes(1, 1, 1, 2, 2, 2, 3, 3, 3));
        rows.put(COMPRESSION, new int[] {8});
        assertThat(oneStrip(deflated(bytes(1, 2, 3)), rows).rgb()).isEqualTo(bytes(1, 1, 1, 3, 3, 3, 6, 6, 6));
    }

    /** Colours may be multiplied by their alpha already, and numbers may follow that mean nothing here. */
    @Test
    void whatIsBesideColours() {
        byte[] pixel = bytes(10, 20, 30, 128);
        Map<Integer, int[]> multiplied = fields(1, 1, 8, 2, 4);
        multiplied.put(EXTRA, new int[] {1});
        assertThat(oneStrip(pixel, multiplied).rgb()).isEqualTo(bytes(137, 147, 157));
        Map<Integer, int[]> seen = fields(1, 1, 8, 2, 4);
        seen.put(EXTRA, new int[] {2});
        assertThat(oneStrip(pixel, seen).rgb()).isEqualTo(bytes(132, 137, 142));
        assertThat(oneStrip(pixel, fields(1, 1, 8, 2, 4)).rgb()).isEqualTo(bytes(10, 20, 30));
    }

    /** Strips of the same bytes would have them unpacked again and again. */
    @Test
    @Timeout(60)
    void piecesThatLieOverEachOther() {
        int rows = 30_000;
        byte[] nothing = new byte[1 << 20];
        Arrays.fill(nothing, (byte) -128);
        Map<Integer, int[]> fields = fields(1, rows, 8, 1, 1);
        fields.put(ROWS, new int[] {1});
        fields.put(COMPRESSION, new int[] {32_773});
        int[] offsets = new int[rows];
        Arrays.fill(offsets, 8);
        int[] lengths = new int[rows];
        Arrays.fill(lengths, nothing.length);
        fields.put(OFFSETS, offsets);
        fields.put(LENGTHS, lengths);
        assertRefused(file(nothing, fields), "the TIFF's parts lie over each other");
    }

    @Test
    void tilesFarLargerThanThePicture() {
        Map<Integer, int[]> fields = fields(1, 30_000, 8, 1, 1);
        fields.put(TILE_WIDTH, new int[] {1_500_000});
        fields.put(TILE_HEIGHT, new int[] {16});
        fields.put(TILE_OFFSETS, new int[] {8});
        fields.put(TILE_LENGTHS, new int[] {1});
        assertRefused(file(new byte[1], fields), "the TIFF's tiles have far more pixels than its picture");
        fields.put(TILE_WIDTH, new int[] {16});
        assertRefused(file(new byte[1], fields), "the TIFF does not say enough: field 324");
        fields.put(TILE_HEIGHT, new int[] {0});
        assertRefused(file(new byte[1], fields), "the TIFF has parts of 16x0 pixels");
        Map<Integer, int[]> large = fields(60_000, 60_000, 1, 1, 1);
        assertRefused(file(new byte[1], large), "60000x60000 pixels are more than 25165824");
        Map<Integer, int[]> few = fields(9, 9, 8, 1, 1);
        few.put(LENGTHS, new int[] {80});
        assertRefused(file(new byte[80], few), "the tiff data end too early");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lzw", "packbits", "deflate-inks", "tiles-separate", "separate", "grey-clear"})
    void brokenFilesAreReadOrRefused(String name) throws IOException {
        byte[] file = PillowTest.bytes("tiff/" + name + ".tif");
        Random random = new Random(4);
        for (int trial = 0; trial < 600; trial++) {
            byte[] changed = trial % 3 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
            int at = random.nextInt(file.length);
            if (at < changed.length) {
                changed[at] = (byte) random.nextInt(256);
            }
            try {
                assertThat(PictureFiles.read(changed, "test").width()).isPositive();
            } catch (CodeVarException e) {
                assertThat(e.getMessage()).startsWith("cannot read test").hasLineCount(1);
            }
        }
    }
}
