package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.codevar.checkpoint.pickle.PickledState;
import dev.codevar.checkpoint.pickle.PickledStates;
import dev.codevar.checkpoint.pickle.PickledTensor;
import dev.codevar.checkpoint.pickle.StateUnpickler;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.jspecify.annotations.Nullable;

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
            @Nullable Object read = StateUnpickler.read(pickle);
            List<PickledState> found = PickledStates.in(read);
            takeOrRefuse(read, found, CheckpointEntry.ANY);
            found.stream()
                    .limit(3)
                    .forEach(state -> takeOrRefuse(read, found, CheckpointEntry.ANY.at(Optional.of(state.path()))));
        } catch (CodeVarException e) {
            assertOneLine(e);
        }
    }

    /** What is taken is one of the dicts that were found, with the same tensors in it. */
    private static void takeOrRefuse(@Nullable Object read, List<PickledState> found, CheckpointEntry wanted) {
        try {
            List<PickledTensor> taken =
                    List.copyOf(Taking.from(read, wanted).tensors().values());
            assertThat(found.stream().map(state -> List.copyOf(state.tensors().values())))
                    .contains(taken);
        } catch (InvalidInputException e) {
            assertThat(found).singleElement().matches(PickledState::isWhole);
        } catch (CodeVarException e) {
            assertOneLine(e);
        }
    }

    private static void readOrRefuse(byte[] file) throws IOException {
        try {
            Contents contents = Contents.read(
                    new SeekableInMemoryByteChannel(Arrays.copyOf(file, file.length)), CheckpointEntry.ANY);
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
