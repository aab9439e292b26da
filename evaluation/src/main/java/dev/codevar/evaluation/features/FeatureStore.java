package dev.codevar.evaluation.features;

import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.ScoredPictures;
import dev.codevar.evaluation.score.matrix.FeatureColumns;
import dev.codevar.evaluation.score.matrix.FeatureFile;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.sampling.run.FeatureLayout;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The features of a set of pictures by a network, on the disk and computed once. Work that was broken off goes on where it was;
 * what is finished is checked against its checksums and used again, unless pictures or network are others by now.
 */
public final class FeatureStore implements AutoCloseable {
    private final FeatureColumns rows;
    private final FeatureLayout layout;
    private final int computed;

    private FeatureStore(FeatureColumns rows, FeatureLayout layout, int computed) {
        this.rows = rows;
        this.layout = layout;
        this.computed = computed;
    }

    /**
     * Computes what is missing.
     *
     * @param folder where the features are or will be, and nothing else
     * @throws dev.codevar.fault.CodeVarException if a picture is broken or nothing can be written: what is finished stays
     */
    public static FeatureStore open(PictureSet set, FeatureNetwork network, Path folder, EvaluationProgress progress) {
        FeatureWork work = new FeatureWork(set, network, folder, progress);
        int computed = work.finish();
        FeatureLayout layout = network.layout();
        return new FeatureStore(FeatureFile.open(work.features(), layout.numbers()), layout, computed);
    }

    /** {@return the features in a file of whole rows that somebody else has computed} */
    public static FeatureStore ofRows(Path file, FeatureNetwork network) {
        return ofRows(file, 0, network);
    }

    /**
     * As {@link #ofRows(Path, FeatureNetwork)}.
     *
     * @param begin where in the file the first row begins
     */
    public static FeatureStore ofRows(Path file, long begin, FeatureNetwork network) {
        FeatureLayout layout = network.layout();
        return new FeatureStore(FeatureFile.open(file, layout.numbers(), begin), layout, 0);
    }

    /**
     * {@return the features in rows that somebody else has computed}
     *
     * @param rows closed with what is returned
     * @param computed how many of them were not there already
     */
    public static FeatureStore of(FeatureColumns rows, FeatureLayout layout, int computed) {
        return new FeatureStore(rows, layout, computed);
    }

    /** {@return how many pictures' features were not there already} */
    public int computed() {
        return computed;
    }

    /** {@return features of whole pictures} */
    public Features pool() {
        return rows.columns(0, layout.pool());
    }

    /** {@return features place by place, if the network gives some} */
    public @Nullable Features spatial() {
        return layout.spatial() == 0 ? null : rows.columns(layout.pool(), layout.spatial());
    }

    /** {@return numbers of classes, if the network gives some} */
    public @Nullable Features logits() {
        return layout.logits() == 0 ? null : rows.columns(layout.pool() + layout.spatial(), layout.logits());
    }

    /** {@return all of them} */
    public ScoredPictures generated() {
        return new ScoredPictures(pool(), spatial(), logits());
    }

    /** Closes the rows: features cannot be read any more. */
    @Override
    public void close() {
        rows.close();
    }
}
