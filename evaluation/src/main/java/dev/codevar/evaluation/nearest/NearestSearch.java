package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Libtorch;
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
 * Compares pictures with all that a model learnt from, cut from the middle, and with their mirror images, since trainings mirror. A copy
 * has the difference 0.
 *
 * @param samples of every picture of a set its nearest
 * @param test the same of the data's test pictures, which no model learnt from
 * @param learnt how many pictures were learnt from; those that cannot be read are left out
 */
public record NearestSearch(NearestPictures samples, NearestPictures test, int learnt) {
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
            Side ofTest = new Side(ColourRows.ofTest(learnt.test()));
            int compared = Libtorch.withThreadedProducts(
                    () -> search(learnt.training(), List.of(ofSamples, ofTest), progress));
            return new NearestSearch(ofSamples.found(), ofTest.found(), compared);
        });
    }

    private static int search(PictureData training, List<Side> sides, EvaluationProgress progress) {
        List<RowBlock> blocks = RowBlock.of(training.count(), COLUMNS);
        int compared = 0;
        for (int i = 0; i < blocks.size(); i++) {
            RowBlock block = blocks.get(i);
            RowBlock next = blocks.get(Math.min(i + 1, blocks.size() - 1));
            compared += Scoped.value(() -> {
                ReadablePictures read = ReadablePictures.of(training, block);
                training.expect(Crops.CENTRE, ReadablePictures.asked(next));
                if (read.positions().length > 0) {
                    Learnt learnt = new Learnt(
                            ColourRows.of(read.u8_b3hw()).to(ScalarType.Double),
                            ColourRows.mirrored(read.u8_b3hw()).to(ScalarType.Double),
                            Tensor.create(read.positions()));
                    sides.forEach(side -> side.compare(learnt));
                }
                return read.positions().length;
            });
            progress.at("comparing", block.first() + block.rows(), training.count());
        }
        if (compared == 0) {
            throw new BrokenFileException("none of the " + training.count() + " training pictures can be read");
        }
        return compared;
    }

    /**
     * Pictures that were learnt from.
     *
     * @param rows_md float64
     * @param mirrored_md their mirror images
     * @param position_m which they are, int64
     */
    private record Learnt(Tensor rows_md, Tensor mirrored_md, Tensor position_m) {}

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

        /** Takes what is nearer than all before. Which is nearest products tell, and how near it is, the difference itself. */
        private void compare(Learnt columns) {
            for (RowBlock block : RowBlock.of(rows.positions().size(), ROWS)) {
                Scoped.value(() -> {
                    Tensor rows_nd = block.of(rows.rows_nd()).to(ScalarType.Double);
                    Tensor distances_nm = torch.cdist(rows_nd, columns.rows_md())
                            .minimum(torch.cdist(rows_nd, columns.mirrored_md()));
                    Tensor column_n = torch.argmin(distances_nm, new LongOptional(1), false);
                    Tensor nearest_n = distance(rows_nd, columns.rows_md(), column_n)
                            .minimum(distance(rows_nd, columns.mirrored_md(), column_n));
                    Tensor best_n = block.of(distance_n);
                    Tensor nearer_n = nearest_n.lt(best_n);
                    Tensor learnt = block.of(learnt_n);
                    learnt.copy_(torch.where(nearer_n, columns.position_m().index_select(0, column_n), learnt));
                    best_n.copy_(torch.where(nearer_n, nearest_n, best_n));
                    return 0;
                });
            }
        }

        private static Tensor distance(Tensor rows_nd, Tensor columns_md, Tensor column_n) {
            return Scoped.result(() -> rows_nd.sub(columns_md.index_select(0, column_n))
                    .square_()
                    .sum(1)
                    .sqrt_());
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
