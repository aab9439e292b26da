package dev.codevar.decode.token;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The filter of a processor, token by token. libtorch's selection and sort compare pair by pair, and every step between them
 * passes over all codes: two to five times the time. It looks at no more pictures at once than stay in the caches.
 */
final class HostTokenFilter implements TokenFilter {
    private final List<Row> rows;

    HostTokenFilter(List<Row> rows) {
        this.rows = rows;
    }

    @Override
    public void apply(Tensor logits_BlV, int k) {
        if (rows.stream().allMatch(row -> row.topK().get(k) == 0 && row.topP() == 0)) {
            return;
        }
        int logitsEach = Math.toIntExact(logits_BlV.size(1) * logits_BlV.size(2));
        int together = Picker.picturesTogether(rows.size(), logitsEach);
        for (int first = 0; first < rows.size(); first += together) {
            List<Row> some = rows.subList(first, Math.min(first + together, rows.size()));
            Tensor logits_blV = logits_BlV.narrow(0, first, some.size());
            Scoped.value(() -> {
                int[][] kept = keepLargest(some, logits_blV, k);
                keepNuclei(some, logits_blV, kept);
                return kept.length;
            });
        }
    }

    /** {@return per token of every picture the codes that top-k leaves in play, the least likely first} */
    private static int[][] keepLargest(List<Row> rows, Tensor logits_blV, int k) {
        int length = (int) logits_blV.size(1);
        int codes = (int) logits_blV.size(2);
        FloatBuffer logits = numbers(logits_blV);
        int[][] kept = new int[rows.size() * length][];
        int parts = Math.min(kept.length, Libtorch.threads());
        IntStream.range(0, parts).parallel().forEach(part -> {
            Ranking ranking = new Ranking(codes);
            float[] before = new float[codes];
            float[] after = new float[codes];
            for (int token = part; token < kept.length; token += parts) {
                logits.get(token * codes, before);
                int[] largest = ranking.largest(before, rows.get(token / length).tokensInPlay(k, codes));
                if (largest.length < codes) {
                    Arrays.fill(after, Float.NEGATIVE_INFINITY);
                    for (int id : largest) {
                        after[id] = before[id];
                    }
                    logits.put(token * codes, after);
                }
                kept[token] = largest;
            }
        });
        return kept;
    }

    private static void keepNuclei(List<Row> rows, Tensor logits_blV, int[][] kept) {
        if (rows.stream().allMatch(row -> row.topP() == 0)) {
            return;
        }
        int length = (int) logits_blV.size(1);
        int codes = (int) logits_blV.size(2);
        FloatBuffer logits = numbers(logits_blV);
        FloatBuffer probabilities = numbers(torch.softmax(logits_blV, -1));
        for (int token = 0; token < kept.length; token++) {
            double topP = rows.get(token / length).topP();
            if (topP > 0) {
                keepNucleus(logits, probabilities, token * codes, kept[token], topP);
            }
        }
    }

    private static void keepNucleus(
            FloatBuffer logits, FloatBuffer probabilities, int begin, int[] ascending, double topP) {
        // Summed in float64 and compared in float32, as libtorch's cumulative sums and the published code are.
        float dropped = (float) (1 - topP);
        double running = 0;
        for (int i = 0; i < ascending.length - 1; i++) {
            running += probabilities.get(begin + ascending[i]);
            boolean drops = (float) running <= dropped;
            if (!drops) {
                return;
            }
            logits.put(begin + ascending[i], Float.NEGATIVE_INFINITY);
        }
    }

    /** {@return the numbers themselves, to be read and written while the tensor lives} */
    private static FloatBuffer numbers(Tensor numbers_blV) {
        if (!numbers_blV.is_contiguous()) {
            throw new IllegalArgumentException("logits do not lie in one piece");
        }
        return numbers_blV.data_ptr_float().capacity(numbers_blV.numel()).asBuffer();
    }
}
