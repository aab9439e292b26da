package dev.codevar.decode;

import dev.codevar.tensor.Libtorch;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The filter of a processor, token by token. libtorch's selection and sort compare pair by pair, and every step between them
 * passes over all codes: three to five times the time.
 */
final class HostTokenFilter implements TokenFilter {
    private final List<Row> rows;

    HostTokenFilter(List<Row> rows) {
        this.rows = rows;
    }

    @Override
    public void apply(Tensor logits_BlV, int k) {
        boolean nucleus = rows.stream().anyMatch(row -> row.topP() > 0);
        if (!nucleus && rows.stream().allMatch(row -> row.topK().get(k) == 0)) {
            return;
        }
        int[][] kept = keepLargest(logits_BlV, k);
        if (nucleus) {
            keepNuclei(logits_BlV, kept);
        }
    }

    /** {@return per token of every picture the codes that top-k leaves in play, the least likely first} */
    private int[][] keepLargest(Tensor logits_BlV, int k) {
        int length = (int) logits_BlV.size(1);
        int codes = (int) logits_BlV.size(2);
        List<FloatBuffer> logits = ofPictures(logits_BlV);
        int[][] kept = new int[rows.size() * length][];
        int parts = Math.min(kept.length, Libtorch.threads());
        IntStream.range(0, parts).parallel().forEach(part -> {
            Ranking ranking = new Ranking(codes);
            float[] before = new float[codes];
            float[] after = new float[codes];
            for (int token = part; token < kept.length; token += parts) {
                FloatBuffer ofPicture = logits.get(token / length);
                int begin = token % length * codes;
                ofPicture.get(begin, before);
                int[] largest = ranking.largest(before, rows.get(token / length).tokensInPlay(k, codes));
                if (largest.length < codes) {
                    Arrays.fill(after, Float.NEGATIVE_INFINITY);
                    for (int id : largest) {
                        after[id] = before[id];
                    }
                    ofPicture.put(begin, after);
                }
                kept[token] = largest;
            }
        });
        return kept;
    }

    private void keepNuclei(Tensor logits_BlV, int[][] kept) {
        int length = (int) logits_BlV.size(1);
        int codes = (int) logits_BlV.size(2);
        List<FloatBuffer> logits = ofPictures(logits_BlV);
        List<FloatBuffer> probabilities = ofPictures(torch.softmax(logits_BlV, -1));
        for (int token = 0; token < kept.length; token++) {
            int picture = token / length;
            double topP = rows.get(picture).topP();
            if (topP > 0) {
                keepNucleus(logits.get(picture), probabilities.get(picture), token % length * codes, kept[token], topP);
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

    /** {@return the numbers of each picture, to be read and written while the tensor lives} */
    private static List<FloatBuffer> ofPictures(Tensor numbers_BlV) {
        if (!numbers_BlV.is_contiguous()) {
            throw new IllegalArgumentException("logits do not lie in one piece");
        }
        return IntStream.range(0, (int) numbers_BlV.size(0))
                .mapToObj(picture -> {
                    Tensor numbers_lV = numbers_BlV.select(0, picture);
                    return numbers_lV
                            .data_ptr_float()
                            .capacity(numbers_lV.numel())
                            .asBuffer();
                })
                .toList();
    }
}
