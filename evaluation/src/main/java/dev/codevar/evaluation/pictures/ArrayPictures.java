package dev.codevar.evaluation.pictures;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyStream;
import dev.codevar.files.npz.NpzReader;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The pictures of an npz or npy file, of 8 bits: (n, h, w, 3), or grey (n, h, w, 1) or (n, h, w), which count as three equal
 * colours. They are read from the front; going back begins anew.
 */
public final class ArrayPictures implements PictureSet {
    private static final String SUFFIX = ".npz";

    private final Path file;
    private final PictureArray array;
    private final NpyHeader header;
    private final @Nullable SampleRun run;
    private @Nullable NpyStream stream;

    private ArrayPictures(PictureArray array) {
        this.file = array.file();
        this.array = array;
        this.header = checked(array);
        this.run = runBeside();
    }

    public static ArrayPictures open(Path file) {
        if (PictureArray.isNpy(file)) {
            return new ArrayPictures(PictureArray.ofNpy(file));
        }
        NpzReader npz = NpzReader.open(file);
        try {
            return new ArrayPictures(PictureArray.ofNpz(file, npz));
        } catch (RuntimeException e) {
            npz.close();
            throw e;
        }
    }

    /** {@return whether an npz file has pictures, or several arrays that may be some} */
    public static boolean areIn(NpzReader npz) {
        return PictureArray.isIn(npz);
    }

    /** {@return whether it is plain which array of an npz file they are} */
    public static boolean areClearlyIn(NpzReader npz) {
        return PictureArray.isClearlyIn(npz);
    }

    private static NpyHeader checked(PictureArray array) {
        Path file = array.file();
        NpyHeader header = array.header();
        if (!PictureArray.mayBePictures(header)) {
            throw new BrokenFileException("cannot read " + file + ": "
                    + (array.name().isEmpty() ? "it" : "array '" + array.name() + "'")
                    + " holds no pictures: it is " + header
                    + ", wanted is |u1 (any, any, any, 3), or grey (any, any, any, 1)"
                    + " or (any, any, any)");
        }
        List<Long> shape = header.shape();
        if (shape.get(0) < 1 || shape.get(0) > Integer.MAX_VALUE) {
            throw new BrokenFileException(file + " holds " + shape.get(0) + " pictures, legal are 1 to 2^31-1");
        }
        PictureBytes.checkSize(file.toString(), shape.get(2), shape.get(1));
        return header;
    }

    /** {@return what {@code codevar sample} recorded in the folder of the same name, if that made as many pictures of this size} */
    private @Nullable SampleRun runBeside() {
        return recordedBeside(file)
                .filter(recorded -> recorded.total() == count()
                        && recorded.shards() == 1
                        && recorded.side() == width()
                        && recorded.side() == height())
                .orElse(null);
    }

    /** {@return the run in the folder that is called as the file without its suffix, whatever the file holds} */
    static Optional<SampleRun> recordedBeside(Path file) {
        return folderBeside(file)
                .flatMap(RunSampler::recorded)
                .or(() -> manifest(file).map(PartManifest::run));
    }

    /** {@return what a run in parts says that became this file} */
    private static Optional<PartManifest> manifest(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder == null || !PartFolder.ARRAY.equals(String.valueOf(file.getFileName()))
                ? Optional.empty()
                : new PartFolder(folder).manifest();
    }

    private static Optional<Path> folderBeside(Path file) {
        String name = String.valueOf(file.getFileName());
        return !name.endsWith(SUFFIX) || name.equals(SUFFIX)
                ? Optional.empty()
                : Optional.of(file.resolveSibling(name.substring(0, name.length() - SUFFIX.length())));
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public int count() {
        return header.shape().get(0).intValue();
    }

    @Override
    public int width() {
        return header.shape().get(2).intValue();
    }

    @Override
    public int height() {
        return header.shape().get(1).intValue();
    }

    @Override
    public Tensor read(int first, int count) {
        if (first < 0 || count < 1 || count > count() - first) {
            throw new InvalidInputException(count + " pictures from " + first + " are not among " + count());
        }
        NpyStream at = streamAt(first);
        byte[] bytes = at.readRows(count);
        return PictureBytes.tensor(array.grey() ? PictureBytes.coloured(bytes) : bytes, width(), height());
    }

    private NpyStream streamAt(int first) {
        NpyStream open = stream;
        if (open == null || count() - open.rowsLeft() > first) {
            closeStream();
            open = array.stream();
            stream = open;
        }
        while (count() - open.rowsLeft() < first) {
            open.readRows(1);
        }
        return open;
    }

    @Override
    public String identity() {
        return array.identity();
    }

    @Override
    public Optional<String> note() {
        boolean usual = array.name().isEmpty() || array.name().equals(PictureArray.USUAL);
        return usual
                ? Optional.empty()
                : Optional.of(file + ": its pictures are the array " + OneLine.quote(array.name())
                        + ", the only one that may be some");
    }

    @Override
    public @Nullable SampleRun run() {
        return run;
    }

    @Override
    public List<Maker> makers() {
        return run == null
                ? List.of()
                : manifest(file)
                        .map(PartManifest::makers)
                        .or(() -> folderBeside(file).map(RunSampler::makers))
                        .orElse(List.of());
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }

    @Override
    public void close() {
        try (NpzReader last = array.npz()) {
            closeStream();
        }
    }
}
