package dev.codevar.files.npz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The files that {@code make.py} in the resources made with numpy, and the arrays in them. */
final class NpzFixtures {
    static final Path FOLDER = Path.of("src", "test", "resources", "npz");

    static final List<String> NAMES =
            List.of("arr_0", "floats", "doubles", "labels", "counts", "scalar", "none", "größe");
    static final NpyHeader PIXELS_HEADER = NpyHeader.of(NpyType.UINT8, 2, 3, 4, 3);
    static final float[] FLOATS = {-0.25F, -0.125F, 0, 0.125F, 0.25F, 0.375F};
    static final double[] DOUBLES = {0, 1 / 3.0, 2 / 3.0, 1, 4 / 3.0};
    static final int[] LABELS = {-1, 0, 999};
    static final long[] COUNTS = {1L << 40, -3};

    private NpzFixtures() {}

    static byte[] pixels() {
        byte[] pixels = new byte[2 * 3 * 4 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7);
        }
        return pixels;
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads every array to its end; {@return their headers and data} */
    static List<ByteBuffer> readAll(Path file) {
        try (NpzReader npz = NpzReader.open(file)) {
            return npz.names().stream().map(name -> readAll(npz.stream(name))).toList();
        }
    }

    static ByteBuffer readAll(NpyStream array) {
        try (array) {
            byte[] data = new byte[Math.toIntExact(array.header().bytes())];
            assertThat(array.read(data)).isEqualTo(data.length);
            return ByteBuffer.wrap(data);
        }
    }

    /** Expects one clear line that names the file. */
    static void refuses(Path file, ThrowingCallable read, String... reasons) {
        assertThatThrownBy(read)
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContainingAny("\n", "\r", "\0")
                .message()
                .hasSizeLessThan(600)
                .satisfies(message -> assertThat(reasons).allMatch(message::contains, "is in " + message));
    }
}
