package dev.codevar.verify;

import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.LogitsObserver;
import dev.codevar.decode.Plan;
import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** One decode of a golden case, and everything of it that golden data name. */
final class GoldenRun implements LogitsObserver, AutoCloseable {
    private final Owner owner = new Owner();
    private final int handOver;
    private final List<Tensor> margins_Bl = new ArrayList<>();
    private @Nullable Tensor draftF_hat;
    private final Canvas canvas;
    private final VqVae vae;
    private final LogitsObserver watcher;

    /** How tokens are chosen in a run. */
    enum Choice {
        GREEDY,
        SEEDED
    }

    /**
     * @param plan which model makes which scales
     * @param alone whether the run is of VAR alone, which takes other options than CoDe
     * @param choice the likeliest token, or sampled
     * @param edited per picture what is kept, or nothing
     * @param watcher sees the logits too
     */
    GoldenRun(
            GoldenCase golden,
            VqVae vae,
            Plan plan,
            boolean alone,
            Choice choice,
            @Nullable List<Edit> edited,
            LogitsObserver watcher) {
        this.vae = vae;
        this.watcher = watcher;
        handOver = plan.segments().get(0).range().to();
        int scales = plan.pyramid().scales();
        List<Integer> topK = choice == Choice.GREEDY
                ? Collections.nCopies(scales, 1)
                : alone ? Collections.nCopies(scales, golden.topK().get(0)) : golden.topK();
        List<Double> temperature =
                choice == Choice.GREEDY || alone ? Collections.nCopies(scales, 1.0) : golden.temperature();
        double topP = choice == Choice.GREEDY ? 0 : golden.topP();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < golden.labels().size(); i++) {
            Edit edit = edited == null ? null : edited.get(i);
            rows.add(new Row(golden.labels().get(i), 0, golden.cfg(), temperature, topK, topP, edit));
        }
        Batch batch = new Batch(rows, false, OptionalLong.of(golden.seed()));
        try (Slab slab = new Slab()) {
            canvas = new Decoder(vae).decode(plan, batch, this, slab);
        }
    }

    /** {@return edits that keep {@code encoding}'s pictures outside the mask (1, 1, P, P)} */
    static List<Edit> edits(Encoding encoding, Tensor mask_11PP) {
        return IntStream.range(0, (int) encoding.f_hats().get(0).size(0))
                .mapToObj(b -> new Edit(
                        encoding.f_hats().stream().map(f -> f.narrow(0, b, 1)).toList(), mask_11PP))
                .toList();
    }

    @Override
    public void guided(Canvas drawn, int first, Tensor logits_BlV) {
        watcher.guided(drawn, first, logits_BlV);
        if (drawn.scalesDrawn() == handOver) {
            draftF_hat = owner.own(drawn.f_hat().clone());
        }
        margins_Bl.add(owner.own(Scoped.result(() -> {
            Tensor best_Bl2 = torch.topk(logits_BlV, 2).get0();
            return best_Bl2.select(2, 0).sub(best_Bl2.select(2, 1));
        })));
    }

    /**
     * @param field what golden data call it: idx, draft_idx, refine_idx, f_hat, draft_f_hat, draft_tokens or image
     * @return its value, or null if the name is unknown
     */
    @Nullable
    Tensor field(String field) {
        int scales = canvas.scalesDrawn();
        return switch (field) {
            case "idx", "draft_idx", "refine_idx" ->
                cat(IntStream.range(0, scales).mapToObj(canvas::ids).toList(), from(field), to(field));
            case "f_hat" -> canvas.f_hat();
            case "draft_f_hat" -> handOver == scales ? canvas.f_hat() : draftF_hat;
            case "draft_tokens" ->
                cat(IntStream.range(1, scales).mapToObj(canvas::input).toList(), 0, Math.min(handOver, scales - 1));
            case "image" -> Pixels.unit(vae.decode(canvas.f_hat()));
            default -> null;
        };
    }

    /** {@return by how much the best logit leads where field {@code idx}, {@code draft_idx} or {@code refine_idx} was picked} */
    Tensor margins(String field) {
        return cat(margins_Bl, from(field), to(field));
    }

    /** {@return the first scale of field {@code idx}, {@code draft_idx} or {@code refine_idx}} */
    int from(String field) {
        return field.equals("refine_idx") ? handOver : 0;
    }

    /** {@return the scale after the last of field {@code idx}, {@code draft_idx} or {@code refine_idx}} */
    int to(String field) {
        return field.equals("draft_idx") ? handOver : canvas.scalesDrawn();
    }

    /** {@return scales {@code from} to {@code to} of (B, l, ...), one behind the other; for none of them (B, 0, ...)} */
    static Tensor cat(List<Tensor> scales_Bl, int from, int to) {
        return from == to
                ? scales_Bl.get(0).narrow(1, 0, 0)
                : torch.cat(new TensorVector(scales_Bl.subList(from, to).toArray(Tensor[]::new)), 1);
    }

    @Override
    public void close() {
        canvas.close();
        owner.close();
    }
}
