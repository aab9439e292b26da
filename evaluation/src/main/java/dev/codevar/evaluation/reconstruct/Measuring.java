package dev.codevar.evaluation.reconstruct;

import dev.codevar.evaluation.score.PeakSignal;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Compares pictures with their reconstructions, some after the others. */
final class Measuring {
    /** From −1 to 1. */
    private static final double PEAK = 2;

    private final int codes;
    private final List<BitSet> usedByScale;
    private double squares;
    private long values;

    Measuring(VqVaeConfig config) {
        codes = config.codes();
        usedByScale =
                Stream.generate(BitSet::new).limit(config.pyramid().scales()).toList();
    }

    /**
     * Counts pictures in.
     *
     * @param image_B3hw the pictures in [−1, 1]
     * @param back_B3hw what became of them, on the same device
     * @param ids_Bl of each scale the ids of their tokens, int64
     */
    void add(Tensor image_B3hw, Tensor back_B3hw, List<Tensor> ids_Bl) {
        squares +=
                back_B3hw.to(ScalarType.Double).sub_(image_B3hw).square_().sum().item_double();
        values += image_B3hw.numel();
        for (int k = 0; k < ids_Bl.size(); k++) {
            Tensor ids = ids_Bl.get(k).cpu().contiguous();
            long[] all = new long[(int) ids.numel()];
            ids.data_ptr_long().get(all);
            for (long id : all) {
                usedByScale.get(k).set((int) id);
            }
        }
    }

    /**
     * {@return what came of all}
     *
     * @param unreadable how many pictures were left out
     */
    Faithfulness result(int unreadable) {
        BitSet used = new BitSet();
        usedByScale.forEach(used::or);
        double mse = squares / values;
        return new Faithfulness(
                mse,
                mse == 0 ? null : PeakSignal.ratio(mse, PEAK),
                usedByScale.stream().map(BitSet::cardinality).toList(),
                used.cardinality(),
                codes,
                unreadable);
    }
}
