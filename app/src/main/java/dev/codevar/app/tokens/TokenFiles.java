package dev.codevar.app.tokens;

import dev.codevar.app.options.OutputFiles;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.file.WholeFile;
import dev.codevar.files.npz.NpyFile;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.pyramid.Tokens;
import dev.codevar.report.json.Json;
import dev.codevar.vqvae.VqVaeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/** Files of pictures' tokens, in the format that the name's ending says: an array of pictures x L ids, or JSON. */
final class TokenFiles {
    private static final String NPY = ".npy";
    private static final String NPZ = ".npz";
    private static final String JSON = ".json";
    private static final Set<NpyType> WHOLE_NUMBERS = Set.of(NpyType.UINT8, NpyType.INT32, NpyType.INT64);

    private TokenFiles() {}

    /** Fails unless tokens can be written under this name. */
    static void requireWritable(Path file) {
        if (!ends(file, NPY) && !ends(file, JSON)) {
            throw new InvalidInputException(
                    "cannot write " + file + ": tokens are .npy or .json files, so the name must end in one of these");
        }
        OutputFiles.requireWritable(file);
    }

    private static boolean ends(Path file, String ending) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /**
     * Writes a file, whole or not at all.
     *
     * @param file where to
     * @param model the model set's name
     * @param pictures where the pictures were
     * @param tokens of each, all of {@code config}'s scales
     */
    static void write(Path file, String model, VqVaeConfig config, List<Path> pictures, List<Tokens> tokens) {
        if (ends(file, JSON)) {
            String text = Json.file(TokenJson.of(model, config, pictures, tokens));
            WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
        } else {
            int[] all = tokens.stream()
                    .flatMapToInt(one -> Arrays.stream(one.ids()))
                    .toArray();
            NpyFile.write(file, all, tokens.size(), config.pyramid().length());
        }
    }

    /**
     * Reads a file: what {@link #write} writes, or an array from elsewhere, of 8, 32 or 64 bits.
     *
     * @param config the model that the tokens must be of
     * @return the tokens of each picture, at least one
     * @throws BrokenFileException in one line that names the file, the picture and the value, if they are not
     */
    static List<Tokens> read(Path file, VqVaeConfig config) {
        if (ends(file, JSON)) {
            return readJson(file, config);
        } else if (ends(file, NPZ)) {
            return readNpz(file, config);
        } else if (ends(file, NPY)) {
            try (NpyStream array = NpyFile.open(file)) {
                return read(array, file.toString(), config);
            }
        }
        throw new InvalidInputException(
                "cannot read " + file + ": tokens are .npy, .npz or .json files, as the name's ending says");
    }

    private static List<Tokens> readJson(Path file, VqVaeConfig config) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        TokenJson json = Json.parse(text, TokenJson.class, file.toString());
        try {
            json.requireFits(config);
        } catch (InvalidInputException e) {
            throw new BrokenFileException(file + ": " + e.getMessage(), e);
        }
        return each(file.toString(), json.pictures().size(), i -> json.tokens(i, config));
    }

    private static List<Tokens> readNpz(Path file, VqVaeConfig config) {
        try (NpzReader npz = NpzReader.open(file)) {
            String name = npz.onlyName("tokens");
            try (NpyStream array = npz.stream(name)) {
                return read(array, file + ": array " + OneLine.quote(name), config);
            }
        }
    }

    private static List<Tokens> read(NpyStream array, String name, VqVaeConfig config) {
        NpyHeader header = array.header();
        int length = config.pyramid().length();
        List<Long> shape = header.shape();
        boolean ofPictures = shape.size() == 2 || shape.size() == 1;
        if (!WHOLE_NUMBERS.contains(header.type()) || !ofPictures || shape.get(shape.size() - 1) != length) {
            throw new BrokenFileException(name + " is " + header + ", not |u1, <i4 or <i8 (pictures, " + length
                    + "): the ids of scales " + config.pyramid().sides());
        }
        long[] ids = new long[length];
        return each(name, Math.toIntExact(shape.size() == 1 ? 1 : header.rows()), i -> {
            array.readLongs(ids);
            return new Tokens(config.pyramid(), config.codes(), ids);
        });
    }

    private static List<Tokens> each(String name, int pictures, IntFunction<Tokens> read) {
        if (pictures == 0) {
            throw new BrokenFileException(name + " holds no picture's tokens");
        }
        List<Tokens> all = new ArrayList<>();
        for (int i = 0; i < pictures; i++) {
            try {
                all.add(read.apply(i));
            } catch (InvalidInputException e) {
                throw new BrokenFileException(
                        name + ": picture " + (i + 1) + " of " + pictures + ": " + e.getMessage(), e);
            }
        }
        return all;
    }
}
