package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import dev.codevar.files.npz.NpyFile;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which array of a file the pictures are, and how to read it: an npy file's only one, an npz file's {@code arr_0}, or the only one
 * that may be pictures.
 *
 * @param file where it is
 * @param npz the open file, which whoever has this closes; null of an npy file
 * @param name its name in an npz file
 * @param header type and shape
 */
record PictureArray(Path file, @Nullable NpzReader npz, String name, NpyHeader header) {
    /** What numpy calls the first array that has no name. */
    static final String USUAL = "arr_0";

    private static final int RANK = 4;

    static boolean isNpy(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".npy");
    }

    /** {@return the array in an npy file} */
    static PictureArray ofNpy(Path file) {
        try (NpyStream stream = NpyFile.open(file)) {
            return new PictureArray(file, null, "", stream.header());
        }
    }

    /**
     * {@return the array in an npz file}
     *
     * @throws BrokenFileException if none or several may be it
     */
    static PictureArray ofNpz(Path file, NpzReader npz) {
        List<String> names = npz.names();
        List<String> possible = names.size() == 1 ? names : possible(npz);
        if (possible.size() != 1 && !names.contains(USUAL)) {
            throw new BrokenFileException(file
                    + (possible.isEmpty()
                            ? " holds no pictures: no array of 8 bits (n, h, w, 3) among " + OneLine.some(names)
                            : " holds several arrays that may be the pictures, " + OneLine.some(possible)
                                    + ", and none of them is called '" + USUAL + "'"));
        }
        String name = names.contains(USUAL) ? USUAL : possible.get(0);
        return new PictureArray(file, npz, name, npz.header(name));
    }

    /** {@return whether an npz file has pictures, or several arrays that may be some} */
    static boolean isIn(NpzReader npz) {
        return npz.names().contains(USUAL) || !possible(npz).isEmpty();
    }

    /** {@return whether an npz file has one array alone that may be pictures, or whose name says that it is} */
    static boolean isClearlyIn(NpzReader npz) {
        List<String> possible = possible(npz);
        return possible.size() == 1 || possible.contains(USUAL);
    }

    private static List<String> possible(NpzReader npz) {
        return npz.names().stream().filter(name -> mayBePictures(npz, name)).toList();
    }

    /** Text and objects beside pictures, which are not read, are none. */
    private static boolean mayBePictures(NpzReader npz, String name) {
        try {
            return mayBePictures(npz.header(name));
        } catch (BrokenFileException e) {
            return false;
        }
    }

    /** {@return whether that are pictures: in three colours, in one, or grey without a dimension for it} */
    static boolean mayBePictures(NpyHeader header) {
        int rank = header.shape().size();
        long last = rank == 0 ? 0 : header.shape().get(rank - 1);
        boolean colours = rank == RANK && (last == 1 || last == PictureBytes.COLOURS);
        // Three numbers at the end are one picture's colours.
        boolean grey = rank == RANK - 1 && last != PictureBytes.COLOURS;
        return header.type() == NpyType.UINT8 && (colours || grey);
    }

    /** {@return whether a pixel is one number} */
    boolean grey() {
        return header.shape().size() < RANK || header.shape().get(RANK - 1) == 1;
    }

    /** {@return the array from its beginning} */
    NpyStream stream() {
        return npz == null ? NpyFile.open(file) : npz.stream(name);
    }

    /** {@return what changes when the pictures do} */
    String identity() {
        if (npz != null) {
            return String.format(Locale.ROOT, "npz %s, CRC-32 %08x", header, npz.crc(name));
        }
        try {
            return "npy " + header + ", " + Files.size(file) + " bytes of "
                    + Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }
}
