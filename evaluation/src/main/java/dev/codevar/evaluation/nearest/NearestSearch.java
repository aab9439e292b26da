package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Compares pictures with all that a model learnt from and with their mirror images, since trainings mirror: in float64, so that a copy has
 * the difference 0.
 *
 * @param samples of every picture of a set its nearest
 * @param test the same of the data's test pictures, which no model learnt from
 */
public record NearestSearch(NearestPictures samples, NearestPictures test) {
    private static final int ROWS = 2048;
    private static final int COLUMNS = 512;

    /**
     * Searches. Time grows with the product of the numbers of pictures.
     *
     * @param samples square pictures
     * @param learnt what the model learnt from, and test pictures; of the samples' size
     * @throws InvalidInputException in one line, if they are of another size
     */
    public static NearestSearch of(PictureSet samples, LabelledPictures learnt, EvaluationProgress progress) {
        int side = learnt.training().side();
        if (samples.width() != side || samples.height() != side) {
            throw new InvalidInputException(samples.name() + " is of " + samples.width() + "x" + samples.height()
                    + " pixels, but what was learnt from of " + side + "x" + side);
        }
        return Scoped.inference(() -> {
            Side ofSamples = new Side(ColourRows.of(samples));
            Side ofTest = new Side(ColourRows.of(learnt.test()));
            search(learnt.training(), List.of(ofSamples, ofTest), progress);
            return new NearestSearch(ofSamples.found(), ofTest.found());
        });
    }

    private static void search(PictureData training, List<Side> sides, EvaluationProgress progress) {
        List<RowBlock> blocks = RowBlock.of(training.count(), COLUMNS);
        for (int i = 0; i < blocks.size(); i++) {
            RowBlock block = blocks.get(i);
            RowBlock next = blocks.get(Math.min(i + 1, blocks.size() - 1));
            Scoped.value(() -> {
                Tensor u8_B3hw = training.batch(Crops.CENTRE, ColourRows.asked(block));
                training.expect(Crops.CENTRE, ColourRows.asked(next));
                Tensor rows_md = ColourRows.of(u8_B3hw).to(ScalarType.Double);
                Tensor mirrored_md = ColourRows.mirrored(u8_B3hw).to(ScalarType.Double);
                sides.forEach(side -> side.compare(rows_md, mirrored_md, block.first()));
                return 0;
            });
            progress.at("comparing", block.first() + block.rows(), training.count());
        }
    }

    /** Pictures whose nearest are looked for. */
    private static final class Side {
        private final ColourRows rows;
        private final Tensor distance_n;
        private final Tensor learnt_n;

        private Side(ColourRows rows) {
            this.rows = rows;
            long n = rows.positions().size();
            this.distance_n = torch.zeros(n).to(ScalarType.Double).fill_(new Scalar(Double.POSITIVE_INFINITY));
            this.learnt_n = torch.zeros(n).to(ScalarType.Long);
        }

        /** Takes what is nearer than all before. */
        private void compare(Tensor columns_md, Tensor mirrored_md, int first) {
            for (RowBlock block : RowBlock.of(rows.positions().size(), ROWS)) {
                Scoped.value(() -> {
                    Tensor rows_nd = block.of(rows.rows_nd()).to(ScalarType.Double);
                    Tensor distances_nm = torch.cdist(rows_nd, columns_md).minimum(torch.cdist(rows_nd, mirrored_md));
                    Tensor column_n = torch.argmin(distances_nm, new LongOptional(1), false);
                    Tensor nearest_n =
                            distances_nm.gather(1, column_n.unsqueeze(1)).squeeze(1);
                    Tensor best_n = block.of(distance_n);
                    Tensor nearer_n = nearest_n.lt(best_n);
                    Tensor learnt = block.of(learnt_n);
                    learnt.copy_(torch.where(nearer_n, column_n.add(new Scalar(first)), learnt));
                    best_n.copy_(torch.where(nearer_n, nearest_n, best_n));
                    return 0;
                });
            }
        }

        private NearestPictures found() {
            int n = rows.positions().size();
            double each = Math.sqrt((double) rows.rows_nd().size(1));
            double[] distances = new double[n];
            long[] learnt = new long[n];
            distance_n.data_ptr_double().get(distances);
            learnt_n.data_ptr_long().get(learnt);
            List<Pair> pairs = new ArrayList<>();
            IntStream.range(0, n)
                    .forEach(i -> pairs.add(new Pair(rows.positions().get(i), (int) learnt[i], distances[i] / each)));
            return new NearestPictures(pairs);
        }
    }
}
