package dev.codevar.evaluation.score;

import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Inception Score exp(E[KL(p(y|x) ‖ p(y))]) of chunks of consecutive rows, in float64. It depends on the rows' order: chunks
 * of one class each score far below the same rows shuffled.
 *
 * @param mean of the chunks' scores, what is published as the score
 * @param std of the chunks' scores, divided by their number
 * @param whole the score of all rows as one chunk, whatever their order
 * @param chunks how many there are
 */
public record InceptionScore(double mean, double std, double whole, int chunks) {
    /** Rows of a chunk as published; the last chunk may be shorter, and counts as much. */
    public static final int CHUNK = 5000;

    private static final int ROWS_TOGETHER = 5000;

    /**
     * The score from logits. Those that are published are pool·W <em>without</em> the bias of the network's last layer. By way of
     * log p, so that a probability of 0 adds nothing where p·log p would be NaN.
     *
     * @param logits a row a picture, in the order of the pictures
     * @param chunk rows of a chunk, {@link #CHUNK} as published
     */
    public static InceptionScore ofLogits(Features logits, int chunk) {
        if (logits.count() < 1) {
            throw new InvalidInputException("an Inception Score needs at least 1 row of logits");
        }
        Libtorch.load();
        Tally whole = new Tally(logits.dimensions());
        List<RowBlock> chunks = RowBlock.of(logits.count(), chunk);
        double[] scores = chunks.stream()
                .mapToDouble(rows -> {
                    Tally tally = tally(logits, rows);
                    whole.merge(tally);
                    return tally.score();
                })
                .toArray();
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .average()
                .orElseThrow();
        return new InceptionScore(mean, Math.sqrt(variance), whole.score(), scores.length);
    }

    private static Tally tally(Features logits, RowBlock chunk) {
        Tally tally = new Tally(logits.dimensions());
        for (RowBlock block : RowBlock.of(chunk.rows(), ROWS_TOGETHER)) {
            Scoped.value(() -> tally.add(logits.rows(chunk.first() + block.first(), block.rows())));
        }
        return tally;
    }

    /** Sums of p and of p·log p, from which KL follows: mean Σ p·log p − Σ p̄·log p̄. */
    private static final class Tally {
        private final double[] sums_c;
        private double plogp;
        private long count;

        Tally(int classes) {
            sums_c = new double[classes];
        }

        long add(Tensor logits_nc) {
            Tensor logarithms_nc = logits_nc.to(ScalarType.Double).log_softmax(1);
            Tensor probabilities_nc = logarithms_nc.exp();
            double[] sums = new double[sums_c.length];
            probabilities_nc.sum(0).data_ptr_double().get(sums);
            return add(sums, probabilities_nc.mul_(logarithms_nc).sum().item_double(), logits_nc.size(0));
        }

        void merge(Tally other) {
            add(other.sums_c, other.plogp, other.count);
        }

        private long add(double[] sums, double products, long rows) {
            for (int i = 0; i < sums.length; i++) {
                sums_c[i] += sums[i];
            }
            plogp += products;
            count += rows;
            return count;
        }

        double score() {
            double entropy = Arrays.stream(sums_c)
                    .map(sum -> sum / count)
                    .filter(p -> p > 0)
                    .map(p -> -p * Math.log(p))
                    .sum();
            return Math.exp(plogp / count + entropy);
        }
    }
}
