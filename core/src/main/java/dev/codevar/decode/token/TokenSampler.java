package dev.codevar.decode.token;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Where chance comes from. Two implementations: one stream a picture, or PyTorch's one stream for a batch. */
public interface TokenSampler {

    /**
     * Chooses a token at every place.
     *
     * @param rows the B pictures
     * @param probabilities_BlV each row of V sums to 1, float32
     * @param k the scale
     * @return token ids (B, l), int64
     */
    Tensor choose(List<Row> rows, Tensor probabilities_BlV, int k);

    /**
     * Draws from the standard Gumbel distribution.
     *
     * @param rows the B pictures
     * @param like_BlV tells shape and device
     * @param k the scale
     * @return (B, l, V), float32
     */
    Tensor gumbel(List<Row> rows, Tensor like_BlV, int k);
}
