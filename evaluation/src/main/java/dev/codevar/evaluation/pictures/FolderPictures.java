package dev.codevar.evaluation.pictures;

import dev.codevar.evaluation.warning.Origin;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Pictures in files of their own: those of a run by position, those of any other folder by name, of folders in it in turn. */
public final class FolderPictures implements PictureSet {
    private final Path folder;
    private final List<Path> files;
    private final @Nullable SampleRun run;
    private final Picture model;

    private FolderPictures(Path folder, List<Path> files, @Nullable SampleRun run) {
        this.folder = folder;
        this.files = files;
        this.run = run;
        this.model = PictureFiles.read(files.get(0));
        PictureBytes.checkSize(files.get(0).toString(), width(), height());
    }

    /** {@return the folder's pictures; those of a run without files are in the array beside it} */
    static PictureSet open(Path folder) {
        Optional<SampleRun> recorded = RunSampler.recorded(folder);
        if (recorded.isEmpty()) {
            return new FolderPictures(
                    folder, FoundNames.in(folder).stream().map(folder::resolve).toList(), null);
        }
        SampleRun run = recorded.get();
        requireWhole(folder, run);
        if (run.streamed() != null) {
            throw new InvalidInputException(folder + " is of a run that kept features instead of pictures");
        }
        return run.npzOnly()
                ? ArrayPictures.open(RunSampler.npz(folder))
                : new FolderPictures(
                        folder,
                        IntStream.range(0, run.total())
                                .mapToObj(position -> RunSampler.png(folder, run, position))
                                .toList(),
                        run);
    }

    /** Refuses a part of a run. */
    public static void requireWhole(Path folder, SampleRun run) {
        if (run.shards() > 1) {
            throw new InvalidInputException(folder + " is shard " + run.shard() + " of " + run.shards()
                    + " of a run: codevar sample merge makes one of them");
        }
        if (!RunSampler.isFinished(folder)) {
            throw new InvalidInputException(
                    folder + " is of a run that is not finished: codevar sample --out " + folder + " goes on with it");
        }
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public int count() {
        return files.size();
    }

    @Override
    public int width() {
        return model.width();
    }

    @Override
    public int height() {
        return model.height();
    }

    @Override
    public Tensor read(int first, int count) {
        if (first < 0 || count < 1 || count > count() - first) {
            throw new InvalidInputException(count + " pictures from " + first + " are not among " + count());
        }
        int pictureBytes = width() * height() * PictureBytes.COLOURS;
        byte[] bytes = new byte[Math.multiplyExact(count, pictureBytes)];
        IntStream.range(0, count).parallel().forEach(i -> {
            byte[] rgb = checked(files.get(first + i)).rgb();
            System.arraycopy(rgb, 0, bytes, i * pictureBytes, pictureBytes);
        });
        return PictureBytes.tensor(bytes, width(), height());
    }

    private Picture checked(Path file) {
        Picture picture = PictureFiles.read(file);
        if (picture.width() != width() || picture.height() != height()) {
            throw new BrokenFileException(file + " is of " + picture.width() + "x" + picture.height() + " pixels, but "
                    + files.get(0) + " of " + width() + "x" + height() + ": all pictures of a set have one size");
        }
        return picture;
    }

    /** {@return a file's name with the folders that it is in, by slashes} */
    private String name(Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    @Override
    public List<String> folders() {
        return FoundNames.folders(files.stream().map(this::name).toList());
    }

    @Override
    public String identity() {
        Sha256 sha256 = new Sha256();
        for (Path file : files) {
            try {
                String line = name(file) + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).toMillis() + "\n";
                sha256.add(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw CodeVarException.cannotRead(file, e);
            }
        }
        return "files " + sha256.hex();
    }

    @Override
    public @Nullable SampleRun run() {
        return run;
    }

    @Override
    public List<Origin> origins() {
        if (run != null) {
            return Origin.of(run);
        }
        List<Origin> known = files.stream()
                .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
                .map(FolderPictures::origin)
                .flatMap(Optional::stream)
                .toList();
        return known.size() == files.size() ? known : List.of();
    }

    /** What a file that is named as a PNG says, where it is one and its text can be read. */
    private static Optional<Origin> origin(Path file) {
        try {
            return Origin.of(PictureFiles.text(file));
        } catch (CodeVarException e) {
            if (e.isOfLostFile()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<Maker> makers() {
        return run == null ? List.of() : RunSampler.makers(folder);
    }

    /** Every file was closed when it was read. */
    @Override
    public void close() {}
}
