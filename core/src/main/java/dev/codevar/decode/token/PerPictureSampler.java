package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Philox;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Chance that depends on a picture's own seed alone: one counter-based uniform number for every (seed, scale, token), turned
 * into a token by the inverse of the cumulative distribution. Neighbours, batch size and shard change nothing.
 */
public final class PerPictureSampler implements TokenSampler {
    private static final int CHOICES = 0;
    private static final int GUMBELS = 1;

    private final Compute compute;

    public PerPictureSampler(Compute compute) {
        this.compute = compute;
    }

    @Override
    public Tensor choose(List<Row> rows, Tensor probabilities_BlV, int k) {
        Tensor cumulative_BlV = probabilities_BlV.cumsum(-1, new ScalarTypeOptional(ScalarType.Double));
        Tensor total_Bl1 = cumulative_BlV.narrow(2, cumulative_BlV.size(2) - 1, 1);
        Tensor target_Bl1 =
                uniform(rows, probabilities_BlV.size(1), 1, k, CHOICES).mul_(total_Bl1);
        // The first token whose cumulative probability exceeds the target: never one of probability 0.
        return torch.searchsorted(
                        cumulative_BlV, target_Bl1, false, true, new StringViewOptional(), new TensorOptional())
                .select(2, 0);
    }

    @Override
    public Tensor gumbel(List<Row> rows, Tensor like_BlV, int k) {
        Tensor exponential_BlV = uniform(rows, like_BlV.size(1), like_BlV.size(2), k, GUMBELS)
                .neg_()
                .log1p_()
                .neg_();
        return exponential_BlV.log_().neg_().to(ScalarType.Float);
    }

    /** Uniform numbers (B, places, each), double. */
    private Tensor uniform(List<Row> rows, long places, long each, int k, int stream) {
        TensorVector ofPictures = new TensorVector();
        double[] values = new double[Math.toIntExact(places * each)];
        for (Row row : rows) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Philox.uniform(row.seed(), i, k, stream);
            }
            ofPictures.push_back(Tensor.create(values, 1, places, each));
        }
        return compute.place(torch.cat(ofPictures, 0), ScalarType.Double);
    }
}
