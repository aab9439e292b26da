package dev.codevar.measure.precision;

import dev.codevar.decode.Canvas;
import dev.codevar.decode.LogitsObserver;
import dev.codevar.decode.token.Row;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Watches a batch that is forced onto a recording's latents, and compares logits as they come.
 *
 * @param recorded what is compared with
 * @param rows the batch's pictures
 * @param scales gets the differences, a tally a scale
 */
record ForcedComparison(Recording recorded, List<Row> rows, List<ScaleTally> scales) implements LogitsObserver {

    @Override
    public void guided(Canvas drawn, int first, Tensor logits_blV) {
        int k = drawn.scalesDrawn();
        int pictures = (int) logits_blV.size(0);
        scales.get(k)
                .addLogits(
                        recorded.logits(k, first, pictures),
                        logits_blV.cpu(),
                        rows.subList(first, first + pictures),
                        k);
    }
}
