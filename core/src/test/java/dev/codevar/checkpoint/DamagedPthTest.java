package dev.codevar.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A {@code .pth} file that was cut off anywhere is refused; one with a wrong byte is refused or loads completely. */
class DamagedPthTest {
    private static final View VIEW = PthFiles.floats("0", 1, 2, 3, 4);

    @TempDir
    Path folder;

    @Test
    void everyTruncationIsRefused() {
        byte[] file = PthFiles.bytes(Map.of("w", VIEW, "v", PthFiles.longs("1", 7)));
        for (int length = 0; length < file.length; length++) {
            Path path = PthFiles.write(folder.resolve("cut.pth"), Arrays.copyOf(file, length));
            assertThatThrownBy(() -> Checkpoint.open(path))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining(path.toString());
        }
    }

    @Test
    void everySingleDamagedByteIsRefusedOrHarmless() {
        byte[] file = PthFiles.bytes(Map.of("w", VIEW, "v", PthFiles.longs("1", 7)));
        Random random = new Random(1);
        for (int i = 0; i < 2 * file.length; i++) {
            byte[] damaged = file.clone();
            damaged[i % file.length] = (byte) random.nextInt(256);
            loadsOrRefuses(damaged);
        }
    }

    /** Either a file that loads completely, or one clear exception. */
    private void loadsOrRefuses(byte[] bytes) {
        try {
            Contents.read(new SeekableInMemoryByteChannel(bytes), CheckpointEntry.ANY);
        } catch (CodeVarException e) {
            return;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        Path file = PthFiles.write(folder.resolve("damaged"), bytes);
        try (Checkpoint checkpoint = Checkpoint.open(file);
                PointerScope scope = new PointerScope()) {
            checkpoint
                    .tensors()
                    .forEach((name, info) ->
                            checkpoint.load(name, info.type().scalarType()).close());
        }
    }
}
