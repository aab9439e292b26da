package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken and hostile safetensors files: one clear line each, and nothing worse. */
class HostileSafetensorsTest {
    private static final String TWO = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[8,11]}}";

    @TempDir
    Path folder;

    /** {@return a file of that header and those data} */
    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .put(data)
                .array();
    }

    private void refuses(byte[] file, String... reasons) {
        Path path = PthFiles.write(folder.resolve("bad.safetensors"), file);
        assertThatThrownBy(() -> Checkpoint.open(path))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(path.toString())
                .message()
                .doesNotContain("\n")
                .satisfies(message -> {
                    for (String reason : reasons) {
                        assertThat(message).contains(reason);
                    }
                });
    }

    private void refuses(String header, int data, String... reasons) {
        refuses(file(header, new byte[data]), reasons);
    }

    private void refusesTensor(String fields, int data, String... reasons) {
        refuses("{\"w\":{" + fields + "}}", data, reasons);
    }

    @Test
    void refusesImpossibleLengths() {
        for (long length : new long[] {Long.MAX_VALUE, 100_000_001, 1L << 40, 200}) {
            byte[] bytes = file(TWO, new byte[11]);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            refuses(bytes, "header of " + length + " bytes does not fit");
        }
        byte[] negative = file(TWO, new byte[11]);
        ByteBuffer.wrap(negative).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
        refuses(negative, "neither");
    }

    @Test
    void refusesHolesOverlapsAndLeftovers() {
        refuses(TWO, 10, "'b'", "do not span");
        refuses(TWO, 12, "1 bytes at its end");
        refuses(TWO.replace("[8,11]", "[7,10]"), 11, "'b'", "overlap");
        refuses(TWO.replace("[8,11]", "[9,12]"), 12, "'b'", "hole");
        refuses(TWO.replace("[8,11]", "[11,8]"), 11, "'b'");
        refuses(TWO.replace("[8,11]", "[8,9223372036854775807]"), 11, "'b'");
        refuses(TWO.replace("[8,11]", "[9223372036854775807,11]"), 11, "'b'");
    }

    @Test
    void refusesWrongSizes() {
        refusesTensor("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]", 8, "'w'", "12 bytes");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,8]", 8, "'w'", "4 bytes");
        refusesTensor(
                "\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,8]", 8, "impossible shape");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]", 8, "broken");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]", 8, "at least 0");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]", 8, "integers");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(16) + "1],\"data_offsets\":[0,4]", 4, "at most 16");
    }

    @Test
    void refusesWhatTheFormatDoesNotKnow() {
        refusesTensor(
                "\"dtype\":\"F8_E4M3\",\"shape\":[8],\"data_offsets\":[0,8]", 8, "'w'", "'F8_E4M3'", "legal: F32");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1", 8, "unknown key 'x'");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]", 8, "two data_offsets");
        refusesTensor("\"dtype\":\"F32\",\"shape\":[2]", 8, "are needed");
        refusesTensor("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]", 8, "Duplicate");
        refuses(TWO.replace("\"b\"", "\"a\""), 11, "Duplicate");
        refuses("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__ 'a'");
        refuses("{\"__metadata__\":[]}", 0, "__metadata__");
        refuses("{\"w\":[]}", 0, "'w'");
        refuses("{} {}", 0, "goes on");
        refuses("{\"w\":", 0, "broken");
        refuses("{//\n}", 0, "broken");
        refuses("{\"w\":" + "[".repeat(100_000), 0, "'w'");
        refuses(" {}", 0, "neither");
    }

    @Test
    void refusesHeadersThatWouldFillTheMemory() {
        StringBuilder many = new StringBuilder("{");
        for (int i = 0; i < 220_000; i++) {
            many.append("\"").append(i).append("\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]},");
        }
        refuses(many.append("}").toString(), 0, "broken");
    }

    @Test
    void showsHostileNamesInOneShortLine() {
        String name = "\\u0000\\n\\u001b[31m" + "x".repeat(5000);
        refuses("{\"" + name + "\":[]}", 0, "'[31mxxx");
    }

    @Test
    void everyTruncationIsRefusedAndEveryDamageRefusedOrHarmless() throws IOException {
        byte[] file = file(TWO, new byte[11]);
        for (int length = 0; length < file.length; length++) {
            refuses(Arrays.copyOf(file, length));
        }
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                Contents.read(new SeekableInMemoryByteChannel(damaged), CheckpointEntry.ANY);
            } catch (CodeVarException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
