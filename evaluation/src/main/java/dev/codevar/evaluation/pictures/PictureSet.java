package dev.codevar.evaluation.pictures;

import dev.codevar.evaluation.warning.Origin;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.BegunParts;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** Pictures of one size in an order. For one thread at a time. */
public interface PictureSet extends AutoCloseable {

    /**
     * Opens a set.
     *
     * @param place an npz or npy file, the folder of a run of {@code codevar sample} or {@code cluster sample}, or any folder of pictures, which may be in
     *     folders of their own
     * @throws dev.codevar.fault.CodeVarException in one line that names the file, if it is none of these
     */
    static PictureSet open(Path place) {
        PartFolder parts = new PartFolder(place);
        Optional<PartManifest> manifest = parts.manifest();
        return manifest.isPresent()
                ? PartPictures.open(parts, manifest.get())
                : Files.isDirectory(place) ? FolderPictures.open(place) : ArrayPictures.open(place);
    }

    /** {@return the run that drew the pictures at {@code place}, which need not be finished or there; empty if none is recorded} */
    static Optional<SampleRun> drawer(Path place) {
        return Files.isDirectory(place)
                ? RunSampler.recorded(place)
                        .or(() -> new PartFolder(place).begun().map(BegunParts::run))
                : ArrayPictures.recordedBeside(place);
    }

    /** {@return what to call it: the file or folder as it was named} */
    String name();

    /** {@return how many pictures there are, 1 or more} */
    int count();

    /** {@return the pictures' width in pixels} */
    int width();

    /** {@return the pictures' height in pixels} */
    int height();

    /**
     * Reads pictures. Forward is what all sets do well.
     *
     * @param first the first picture
     * @param count how many
     * @return uint8 (count, 3, height, width), contiguous, in the innermost PointerScope
     */
    Tensor read(int first, int count);

    /** {@return what changes when the pictures do} */
    String identity();

    /** {@return what was found out about the set that its user should know, in a line} */
    default Optional<String> note() {
        return Optional.empty();
    }

    /** {@return of each picture the outermost folder in the set that it is in; empty unless all are in one} */
    default List<String> folders() {
        return List.of();
    }

    /** {@return the run that drew the pictures, if that is known} */
    @Nullable
    SampleRun run();

    /** {@return how each picture was drawn; empty if that is not known of all} */
    default List<Origin> origins() {
        SampleRun run = run();
        return run == null ? List.of() : Origin.of(run);
    }

    /** {@return what drew the pictures beside the models; empty if that is not known} */
    default List<Maker> makers() {
        SampleRun run = run();
        return run == null ? List.of() : List.of(run.maker());
    }

    /** {@return what it is, as one side of a comparison} */
    default Subject subject(boolean storedStatistics) {
        return new Subject(name(), count(), width(), height(), storedStatistics, run(), makers());
    }

    /** Closes the files. */
    @Override
    void close();
}
