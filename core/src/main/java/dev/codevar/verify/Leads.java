package dev.codevar.verify;

import dev.codevar.decode.Canvas;
import dev.codevar.decode.LogitsObserver;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Watches a run that is forced onto published tokens: by how much the likeliest token leads each of them, in standard deviations of
 * the guided logits. A published likeliest token is led by nothing but rounding.
 */
final class Leads implements LogitsObserver, AutoCloseable {
    private final Owner owner = new Owner();
    private final List<Tensor> published_Bl;
    private final List<Tensor> leads_Bl = new ArrayList<>();

    /**
     * @param published_Bl per scale the published tokens, int64
     */
    Leads(List<Tensor> published_Bl) {
        this.published_Bl = List.copyOf(published_Bl);
    }

    @Override
    public void guided(Canvas drawn, int first, Tensor logits_BlV) {
        Tensor ids_Bl1 = published_Bl.get(drawn.scalesDrawn()).unsqueeze(-1);
        leads_Bl.add(owner.own(Scoped.result(() -> {
            Tensor best_Bl = logits_BlV.amax(new long[] {-1}, false);
            Tensor own_Bl = logits_BlV.gather(-1, ids_Bl1).squeeze(-1);
            return best_Bl.sub(own_Bl).div(logits_BlV.std(new long[] {-1}, true, false));
        })));
    }

    /** {@return by how much the published tokens of scales {@code from} to {@code to} are led (B, l)} */
    Tensor of(int from, int to) {
        return GoldenRun.cat(leads_Bl, from, to);
    }

    @Override
    public void close() {
        owner.close();
    }
}
