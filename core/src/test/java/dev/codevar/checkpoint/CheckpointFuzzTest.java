package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * Any bytes are either a checkpoint whose tensors lie inside the file, or one clear exception. {@link
 * dev.codevar.FuzzingTest} runs it.
 */
class CheckpointFuzzTest {

    @FuzzTest
    void pth(byte[] file) throws IOException {
        readOrRefuse(file);
    }

    @FuzzTest
    void safetensors(byte[] file) throws IOException {
        readOrRefuse(file);
    }

    /** The JSON alone, with the length in front and enough data behind. */
    @FuzzTest
    void header(byte[] json) throws IOException {
        byte[] file = new byte[8 + json.length + 11];
        file[0] = (byte) json.length;
        file[1] = (byte) (json.length >> 8);
        file[2] = (byte) (json.length >> 16);
        System.arraycopy(json, 0, file, 8, json.length);
        readOrRefuse(file);
    }

    @FuzzTest
    void pickle(byte[] pickle) {
        try {
            StateUnpickler.read(pickle);
        } catch (CodeVarException e) {
            assertOneLine(e);
        }
    }

    private static void readOrRefuse(byte[] file) throws IOException {
        try {
            Contents contents = Contents.read(new SeekableInMemoryByteChannel(Arrays.copyOf(file, file.length)));
            for (Stored tensor : contents.tensors().values()) {
                assertThat(new Region(tensor.position(), tensor.span()).within(file.length))
                        .isTrue();
            }
        } catch (CodeVarException e) {
            assertOneLine(e);
        }
    }

    private static void assertOneLine(CodeVarException e) {
        assertThat(e.getMessage())
                .isNotBlank()
                .doesNotContainPattern("[\\r\\n\\u0000]")
                .hasSizeLessThan(2000);
    }
}
