package dev.codevar.model;

import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.pyramid.Pyramid;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What a checkpoint says of the places of tokens: embeddings of positions and of levels, and perhaps which level is where. */
final class TokenPositions {
    private TokenPositions() {}

    /** {@return the level's and the position's embedding of every token, added once (1, L, C), float32} */
    static Tensor of(Weights weights, VarConfig config) {
        Pyramid pyramid = config.pyramid();
        long C = config.width();
        Tensor position_1LC = weights.take("pos_1LC", ScalarType.Float, 1, pyramid.length(), C);
        Tensor level_KC = weights.take("lvl_embed.weight", ScalarType.Float, pyramid.scales(), C);
        for (int k = 0; k < pyramid.scales(); k++) {
            position_1LC.narrow(1, pyramid.begin(k), pyramid.tokens(k)).add_(level_KC.select(0, k));
        }
        requireLevels(weights, pyramid);
        weights.skip("attn_bias_for_masking");
        return position_1LC;
    }

    /** A checkpoint may state the level of every position; it must then be this pyramid's. */
    private static void requireLevels(Weights weights, Pyramid pyramid) {
        if (!weights.has("lvl_1L")) {
            return;
        }
        long[] levels = new long[pyramid.length()];
        weights.take("lvl_1L", ScalarType.Long, 1, levels.length)
                .data_ptr_long()
                .get(levels);
        for (int k = 0; k < pyramid.scales(); k++) {
            for (int position = pyramid.begin(k); position < pyramid.end(k); position++) {
                if (levels[position] != k) {
                    throw new BrokenFileException("tensor lvl_1L puts position " + position + " on level "
                            + levels[position] + ", but with scales " + pyramid.sides() + " it is on level " + k);
                }
            }
        }
    }
}
