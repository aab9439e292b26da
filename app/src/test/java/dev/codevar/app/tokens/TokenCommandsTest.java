package dev.codevar.app.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.codevar.CoDe;
import dev.codevar.app.Cli;
import dev.codevar.app.TinyModelFiles;
import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.files.npz.NpyFile;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code codevar encode} and {@code codevar decode}, on the pictures of a golden case and the published code's tokens of them. */
class TokenCommandsTest {
    private static final int SIDE = 128;
    private static final int CODES = 256;
    private static final int PICTURES = 3;
    private static final Pyramid SCALES = Pyramid.of(1, 2, 3, 4, 6, 8);

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path set = Path.of("set");
    private static final List<Path> FILES = new ArrayList<>();
    private static final int[][] PUBLISHED = new int[PICTURES][SCALES.length()];
    /** Per picture what it is like after every scale, by the library. */
    private static final List<List<Picture>> RECONSTRUCTED = new ArrayList<>();

    @BeforeAll
    static void makeSet() {
        set = TinyModelFiles.set(shared);
        try (Checkpoint golden = Checkpoint.open(TinyModelFiles.GOLDEN.resolve("expected.safetensors"));
                CoDe code = CoDe.open(set, Device.CPU, Precision.FLOAT32)) {
            for (int i = 0; i < PICTURES; i++) {
                Picture picture = readGolden(golden, i);
                FILES.add(shared.resolve("golden" + i + ".png"));
                PictureFiles.writePng(FILES.get(i), picture, Map.of());
                RECONSTRUCTED.add(code.reconstruct(picture));
            }
        }
    }

    private static Picture readGolden(Checkpoint golden, int i) {
        return Scoped.value(() -> {
            for (int k = 0; k < SCALES.scales(); k++) {
                int[] scale = new int[SCALES.tokens(k)];
                Tensor ids_Bl = golden.load("vae.idx." + k, ScalarType.Int);
                ids_Bl.select(0, i).data_ptr_int().get(scale);
                System.arraycopy(scale, 0, PUBLISHED[i], SCALES.begin(k), scale.length);
            }
            byte[] rgb = new byte[3 * SIDE * SIDE];
            Tensor u8_hw3 =
                    golden.load("image_u8", ScalarType.Byte).select(0, i).permute(1, 2, 0);
            u8_hw3.contiguous().data_ptr_byte().get(rgb);
            return new Picture(SIDE, SIDE, rgb);
        });
    }

    @Test
    void tokensAreThePublishedOnes() {
        Path array = folder.resolve("tokens.npy");
        Path maps = folder.resolve("tokens.json");
        Cli.Done done = Cli.run(
                        "encode", FILES.get(0), FILES.get(1), FILES.get(2), "-m", set, "-o", array, "--out", maps)
                .succeeds();
        assertThat(done.out().lines())
                .containsExactly(
                        "wrote " + array,
                        "wrote " + maps,
                        "3 pictures of 130 tokens, in scales 1x1 2x2 3x3 4x4 6x6 8x8, by the VQ-VAE of tiny; ids are from"
                                + " 0 to 255");
        try (NpyStream stream = NpyFile.open(array)) {
            assertThat(stream.header()).isEqualTo(NpyHeader.of(NpyType.INT32, PICTURES, SCALES.length()));
            long[] ids = new long[SCALES.length()];
            for (int[] published : PUBLISHED) {
                stream.readLongs(ids);
                assertThat(ids)
                        .containsExactly(Arrays.stream(published).asLongStream().toArray());
            }
        }
        JsonNode json = read(maps);
        assertThat(json.path("model").asText()).isEqualTo("tiny");
        assertThat(json.path("scales").toString()).isEqualTo("[1,2,3,4,6,8]");
        assertThat(json.path("codes").asInt()).isEqualTo(CODES);
        assertThat(json.path("pictures")).hasSize(PICTURES);
        for (int i = 0; i < PICTURES; i++) {
            JsonNode picture = json.path("pictures").path(i);
            assertThat(picture.path("file").asText()).isEqualTo(FILES.get(i).toString());
            for (int k = 0; k < SCALES.scales(); k++) {
                int side = SCALES.side(k);
                for (int at = 0; at < side * side; at++) {
                    JsonNode id = picture.path("tokens").path(k).path(at / side).path(at % side);
                    assertThat(id.asInt(-1)).isEqualTo(PUBLISHED[i][SCALES.begin(k) + at]);
                }
            }
        }
    }

    @Test
    void picturesComeBackAsReconstructionsShowThem() {
        Path array = tokens("tokens.npy");
        Path pictures = folder.resolve("pictures");
        Cli.Done done = decode(array, "--out", pictures).succeeds();
        assertThat(done.out())
                .isEqualTo("wrote 3 pictures, " + pictures.resolve("00000.png") + " to " + pictures.resolve("00002.png")
                        + System.lineSeparator());
        assertShow(pictures, SCALES.scales());
        assertThat(PictureFiles.text(pictures.resolve("00001.png")))
                .containsEntry("Model", set.toString())
                .containsEntry("Source", "tokens.npy")
                .doesNotContainKey("Scales");
        decode(tokens("tokens.json"), "--out", pictures, "--scales", 3).succeeds();
        assertShow(pictures, 3);
        assertThat(PictureFiles.text(pictures.resolve("00001.png"))).containsEntry("Scales", "3 of 6");
    }

    @Test
    void onePictureIsOneFile() {
        Path json = folder.resolve("one.json");
        JsonNode encoded = Cli.run("encode", FILES.get(2), "-m", set, "-o", json, "--json")
                .succeeds()
                .json();
        assertThat(encoded.toString())
                .isEqualTo(
                        "{\"files\":[\"" + json
                                + "\"],\"model\":\"tiny\",\"pictures\":1,\"tokens\":130,\"scales\":[1,2,3,4,6,8],\"codes\":256}");
        Path png = folder.resolve("one.png");
        JsonNode decoded =
                decode(json, "-o", png, "--scales", 1, "--json").succeeds().json();
        assertThat(decoded.toString())
                .isEqualTo("{\"source\":\"" + json + "\",\"model\":\"tiny\",\"scales\":1,\"files\":[\"" + png + "\"]}");
        assertThat(PictureFiles.read(png)).isEqualTo(RECONSTRUCTED.get(2).get(0));
    }

    @Test
    void arraysFromElsewhereAreRead() throws IOException {
        ByteBuffer wide = ByteBuffer.allocate(8 * PICTURES * SCALES.length()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer narrow = ByteBuffer.allocate(PICTURES * SCALES.length());
        for (int[] ids : PUBLISHED) {
            for (int id : ids) {
                wide.putLong(id);
                narrow.put((byte) id);
            }
        }
        Path pictures = folder.resolve("pictures");
        decode(npy(NpyType.INT64, wide.array(), PICTURES, SCALES.length()), "-o", pictures)
                .succeeds();
        assertShow(pictures, SCALES.scales());
        Path npz = npz(narrow.array(), "ids");
        decode(npz, "-o", pictures, "--scales", 2).succeeds();
        assertShow(pictures, 2);
        Path png = folder.resolve("flat.png");
        NpyFile.write(folder.resolve("flat.npy"), PUBLISHED[1], SCALES.length());
        decode(folder.resolve("flat.npy"), "-o", png).succeeds();
        assertThat(PictureFiles.read(png)).isEqualTo(RECONSTRUCTED.get(1).get(5));
    }

    @Test
    void brokenArraysAreOneLine() throws IOException {
        int[] all = Stream.of(PUBLISHED).flatMapToInt(Arrays::stream).toArray();
        all[SCALES.length() + SCALES.begin(2) + 5] = CODES;
        refuses(array(all), "array.npy: picture 2 of 3: token id 256 in scale 3, row 2, column 3", "0 and 255");
        all[0] = -7;
        refuses(array(all), "picture 1 of 3: token id -7 in scale 1, row 1, column 1 is not between 0 and 255");
        NpyFile.write(folder.resolve("short.npy"), new int[PICTURES * 129], PICTURES, 129);
        refuses(folder.resolve("short.npy"), "is <i4 (3, 129), not |u1, <i4 or <i8 (pictures, 130)", "[1, 2, 3");
        NpyFile.write(folder.resolve("cube.npy"), new int[130], 1, 1, 130);
        refuses(folder.resolve("cube.npy"), "is <i4 (1, 1, 130), not");
        NpyFile.write(folder.resolve("none.npy"), new int[0], 0, 130);
        refuses(folder.resolve("none.npy"), "holds no picture's tokens");
        refuses(npy(NpyType.FLOAT32, new byte[4 * 130], 1, 130), "is <f4 (1, 130), not |u1, <i4 or <i8");
        refuses(npz(new byte[PICTURES * SCALES.length()], "a", "b"), "holds 2 arrays, not one of tokens: 'a', 'b'");
        refuses(folder.resolve("missing.npy"), "missing.npy", "no such file");
        refuses(Files.writeString(folder.resolve("tokens.txt"), "1 2 3"), "are .npy, .npz or .json files");
    }

    @Test
    void brokenJsonIsOneLine() {
        refuses(
                altered(json -> row(json, 1, 3, 2).set(1, json.numberNode(300))),
                "altered.json: picture 2 of 3: token id 300 in scale 4, row 3, column 2 is not between 0 and 255");
        refuses(
                altered(json -> row(json, 0, 0, 0).set(0, json.numberNode(1.5))),
                "picture 1 of 3: token id '1.5' in scale 1, row 1, column 1 is no whole number between 0 and 255");
        refuses(altered(json -> row(json, 0, 0, 0).set(0, json.textNode("1"))), "token id '\"1\"' in scale 1");
        refuses(
                altered(json -> row(json, 2, 5, 7).remove(0)),
                "picture 3 of 3: scale 6, row 8 must be an array of 8 ids, not of 7");
        refuses(
                altered(json -> ((ObjectNode) json.path("pictures").path(0)).put("tokens", 3)),
                "picture 1 of 3: the picture must be an array of 6 maps, not of '3'");
        refuses(altered(json -> json.putArray("scales").add(1).add(2)), "tokens are of scales [1, 2] and 256 codes");
        refuses(altered(json -> json.put("codes", 512)), "and 512 codes; this model takes", "and 256 codes");
        refuses(altered(json -> json.putArray("pictures")), "holds no picture's tokens");
        refuses(altered(json -> json.putNull("pictures")), "is not understood");
        refuses(altered(json -> json.put("more", 1)), "is not understood");
    }

    @Test
    void optionsThatDoNotFitAreOneLine() {
        Path three = tokens("three.npy");
        Path png = folder.resolve("x.png");
        decode(three, "-o", png).fails(2, "three.npy holds 3 pictures, but --out " + png + " names one");
        decode(three, "-o", png, "--scales", 0).fails(2, "scales 0 is not between 1 and 6");
        decode(three, "-o", png, "--scales", 7).fails(2, "scales 7 is not between 1 and 6");
        decode(three, "-o", three).fails(2, "cannot write into folder " + three);
        decode(three).fails(2, "--out");
        assertThat(png).doesNotExist();
        Path npy = folder.resolve("x.npy");
        Path small = folder.resolve("small.png");
        PictureFiles.writePng(small, new Picture(2, 3, new byte[18]), Map.of());
        Cli.run("encode", FILES.get(0), small, "-m", set, "-o", npy, "--fit", "exact")
                .fails(2, small + " has 2x3 pixels; this model takes 128x128");
        Cli.run("encode", FILES.get(0), "none.png", "-m", set, "-o", npy).fails(2, "none.png", "no such file");
        Cli.run("encode", FILES.get(0), "-m", set, "-o", npy, "-o", png).fails(2, "must end in one of these");
        Cli.run("encode", FILES.get(0), "-m", set).fails(2, "--out");
        Cli.run("encode", "-m", set, "-o", npy).fails(2, "PICTURE");
        assertThat(npy).doesNotExist();
    }

    /** {@return tokens of all three pictures, found by the command} */
    private Path tokens(String name) {
        Path file = folder.resolve(name);
        Cli.run("encode", FILES.get(0), FILES.get(1), FILES.get(2), "-m", set, "-o", file)
                .succeeds();
        return file;
    }

    private static Cli.Done decode(Path file, Object... more) {
        return Cli.run(Stream.concat(Stream.of("decode", file, "-m", set, "--precision", "float32"), Stream.of(more))
                .toArray());
    }

    private static void assertShow(Path pictures, int scales) {
        for (int i = 0; i < PICTURES; i++) {
            assertThat(PictureFiles.read(pictures.resolve("0000" + i + ".png")))
                    .isEqualTo(RECONSTRUCTED.get(i).get(scales - 1));
        }
    }

    private void refuses(Path file, String... parts) {
        Path out = folder.resolve("nothing");
        decode(file, "-o", out).fails(2, parts);
        assertThat(out).doesNotExist();
    }

    private Path array(int[] ids) {
        Path file = folder.resolve("array.npy");
        NpyFile.write(file, ids, PICTURES, SCALES.length());
        return file;
    }

    private Path npy(NpyType type, byte[] data, long... shape) throws IOException {
        byte[] header = NpyHeader.of(type, shape).toBytes();
        byte[] all = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, all, header.length, data.length);
        return Files.write(folder.resolve("other.npy"), all);
    }

    private Path npz(byte[] ids, String... names) {
        Path file = folder.resolve("other.npz");
        try (NpzWriter npz = NpzWriter.create(file)) {
            for (String name : names) {
                try (NpzArray array = npz.array(name, NpyHeader.of(NpyType.UINT8, PICTURES, SCALES.length()))) {
                    array.write(ids);
                }
            }
            npz.commit();
        }
        return file;
    }

    /** {@return the published tokens as a JSON file, changed} */
    private Path altered(Consumer<ObjectNode> change) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("model", "tiny").put("codes", CODES);
        SCALES.sides().forEach(json.putArray("scales")::add);
        ArrayNode pictures = json.putArray("pictures");
        for (int[] ids : PUBLISHED) {
            ArrayNode maps = pictures.addObject().put("file", "any.png").putArray("tokens");
            for (int k = 0; k < SCALES.scales(); k++) {
                ArrayNode map = maps.addArray();
                for (int y = 0; y < SCALES.side(k); y++) {
                    int from = SCALES.begin(k) + y * SCALES.side(k);
                    Arrays.stream(ids, from, from + SCALES.side(k)).forEach(map.addArray()::add);
                }
            }
        }
        change.accept(json);
        Path file = folder.resolve("altered.json");
        try {
            return Files.writeString(file, json.toString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ArrayNode row(ObjectNode json, int picture, int scale, int y) {
        return (ArrayNode)
                json.path("pictures").path(picture).path("tokens").path(scale).path(y);
    }

    private static JsonNode read(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
