package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** The distribution that tokens are drawn from, for given logits: the decode loop's own, to be looked at by itself. */
public final class TokenProbabilities {

    private TokenProbabilities() {}

    /**
     * @param logits_BlV guided logits, float32; not changed
     * @param topK how many tokens stay in play; 0 for all
     * @param topP the probability that stays in play; 0 for all
     * @param temperature divides what is left, above 0
     * @return probabilities (B, l, V), float32
     */
    public static Tensor of(Tensor logits_BlV, int topK, double topP, double temperature) {
        return of(logits_BlV, topK, topP, temperature, Compute.EXACT);
    }

    /** As above, of logits on the device of {@code compute}, by what filters them there. */
    public static Tensor of(Tensor logits_BlV, int topK, double topP, double temperature, Compute compute) {
        Row row = new Row(0, 0, 0, List.of(temperature), List.of(topK), topP, null);
        List<Row> rows =
                IntStream.range(0, (int) logits_BlV.size(0)).mapToObj(i -> row).toList();
        return of(logits_BlV, rows, 0, compute);
    }

    /**
     * @param logits_BlV guided logits, float32, on the processor; not changed
     * @param rows the B pictures
     * @param k the scale
     * @return probabilities (B, l, V), float32
     */
    public static Tensor of(Tensor logits_BlV, List<Row> rows, int k) {
        return of(logits_BlV, rows, k, Compute.EXACT);
    }

    private static Tensor of(Tensor logits_BlV, List<Row> rows, int k, Compute compute) {
        Picker picker = new Picker(rows, new PerPictureSampler(compute), compute);
        return Scoped.result(() -> picker.probabilities(logits_BlV.contiguous().clone(), k));
    }
}
