package dev.codevar.evaluation.score.matrix;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.files.npz.NpyFile;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** Features that somebody else computed, as numpy keeps them. */
public final class NpyFeatures {
    private static final Set<NpyType> FLOATS = Set.of(NpyType.FLOAT16, NpyType.FLOAT32, NpyType.FLOAT64);
    private static final String USUAL = "arr_0";
    private static final int ELEMENTS_AT_ONCE = 1 << 16;

    private NpyFeatures() {}

    /**
     * Reads a matrix whole.
     *
     * @param file a {@code .npy}, or a {@code .npz} of one array, of float16, float32 or float64 (n, d), a row a picture; float64 is
     *     rounded to float32
     * @param note is told in a line which array was taken, where it has not numpy's usual name
     * @throws CodeVarException in one line, if it is something else or broken
     */
    public static Features read(Path file, Consumer<String> note) {
        if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npz")) {
            try (NpyStream stream = NpyFile.open(file)) {
                return read(stream, file.toString());
            }
        }
        try (NpzReader npz = NpzReader.open(file)) {
            String name = npz.onlyName("features");
            if (!name.equals(USUAL)) {
                note.accept(file + ": its features are the array " + OneLine.quote(name) + ", the only one");
            }
            try (NpyStream stream = npz.stream(name)) {
                return read(stream, file + ": array " + OneLine.quote(name));
            }
        }
    }

    /**
     * As {@link #read(Path, Consumer)}, from an array that is open.
     *
     * @param what the array, for messages
     */
    public static Features read(NpyStream stream, String what) {
        NpyHeader header = stream.header();
        if (!FLOATS.contains(header.type()) || header.shape().size() != 2 || header.elements() == 0) {
            throw new BrokenFileException(
                    what + " holds " + header + "; features are <f2, <f4 or <f8 (n, d) with n and d at least 1");
        }
        if (header.elements() > Integer.MAX_VALUE - 8) {
            throw new BrokenFileException(
                    what + " holds " + header + ": more than the 2^31 numbers that can be scored at once");
        }
        float[] values = new float[(int) header.elements()];
        double[] part = new double[ELEMENTS_AT_ONCE];
        int filled = 0;
        for (int read = stream.readDoubles(part); read > 0; read = stream.readDoubles(part)) {
            for (int i = 0; i < read; i++) {
                values[filled + i] = (float) part[i];
            }
            filled += read;
        }
        return new FeatureArray(values, header.shape().get(1).intValue());
    }
}
