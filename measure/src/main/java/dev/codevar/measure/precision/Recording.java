package dev.codevar.measure.precision;

import dev.codevar.decode.Canvas;
import dev.codevar.decode.LogitsObserver;
import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.tensor.Owner;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A batch decoded, with the logits that its tokens were drawn from and the latents after every scale. */
final class Recording implements LogitsObserver, AutoCloseable {
    private final Owner owner = new Owner();
    private final List<Row> rows;
    /** The logits of each scale, on the processor. */
    private final List<Tensor> scales_BlV = new ArrayList<>();

    private final List<Tensor> f_hats_BEPP = new ArrayList<>();
    private final Canvas canvas;

    /** Decodes the batch. */
    Recording(LoadedPlan models, List<Row> rows) {
        this.rows = List.copyOf(rows);
        try {
            canvas = models.decode(rows, this);
        } catch (RuntimeException | Error failed) {
            owner.close();
            throw failed;
        }
        f_hats_BEPP.add(canvas.f_hat());
    }

    @Override
    public void guided(Canvas drawn, int first, Tensor logits_blV) {
        if (first == 0) {
            if (drawn.scalesDrawn() > 0) {
                f_hats_BEPP.add(owner.own(drawn.f_hat().clone()));
            }
            scales_BlV.add(owner.own(torch.empty(rows.size(), logits_blV.size(1), logits_blV.size(2))));
        }
        logits(drawn.scalesDrawn(), first, (int) logits_blV.size(0)).copy_(logits_blV);
    }

    /** {@return guided logits of scale {@code k} for some of the pictures (b, l, V), float32, on the processor} */
    Tensor logits(int k, int first, int pictures) {
        return scales_BlV.get(k).narrow(0, first, pictures);
    }

    /** {@return the token ids of scale {@code k} (B, l)} */
    Tensor ids(int k) {
        return canvas.ids(k);
    }

    /** {@return the finished latents (B, E, P, P)} */
    Tensor f_hat() {
        return canvas.f_hat();
    }

    /**
     * {@return the same pictures, all of whose scales are drawn over these latents} An edit that keeps everything is teacher
     * forcing: whatever token is drawn, the next scale's input follows from what is recorded here.
     */
    List<Row> forced() {
        Tensor nothing_11PP = torch.zeros_like(canvas.f_hat().narrow(0, 0, 1).narrow(1, 0, 1));
        return IntStream.range(0, rows.size())
                .mapToObj(b -> edited(rows.get(b), b, nothing_11PP))
                .toList();
    }

    private Row edited(Row row, int b, Tensor mask_11PP) {
        List<Tensor> f_hats_1EPP =
                f_hats_BEPP.stream().map(f_hat -> f_hat.narrow(0, b, 1)).toList();
        return new Row(
                row.label(),
                row.seed(),
                row.cfg(),
                row.temperature(),
                row.topK(),
                row.topP(),
                new Edit(f_hats_1EPP, mask_11PP));
    }

    @Override
    public void close() {
        canvas.close();
        owner.close();
    }
}
