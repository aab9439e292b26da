package dev.codevar;

import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.memory.OutOfMemory;
import dev.codevar.queue.Share;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.bytedeco.pytorch.Tensor;

/**
 * What a batch is drawn of: its rows, with edits encoded, and whose they are.
 *
 * @param rows a row for each picture
 * @param shares whose, in the rows' order
 */
record BatchRows(List<Row> rows, List<Share<GenerationJob>> shares) {

    /**
     * Encodes edits; what goes wrong with one ends its own request alone.
     *
     * @param shares whose pictures are to be drawn
     * @param vae encodes
     * @param resources say where
     * @throws CancellationException if none is left
     */
    static BatchRows of(List<Share<GenerationJob>> shares, VqVae vae, Resources resources) {
        List<Row> rows = new ArrayList<>();
        List<Share<GenerationJob>> ready = new ArrayList<>();
        for (Share<GenerationJob> share : shares) {
            try {
                rows.addAll(rows(share, vae, resources));
                ready.add(share);
            } catch (RuntimeException | Error e) {
                if (OutOfMemory.is(e)) {
                    throw e;
                }
                share.job().fail(e);
            }
        }
        if (rows.isEmpty()) {
            throw new CancellationException("cancelled before anything was drawn");
        }
        return new BatchRows(List.copyOf(rows), List.copyOf(ready));
    }

    private static List<Row> rows(Share<GenerationJob> share, VqVae vae, Resources resources) {
        int scales = vae.config().pyramid().scales();
        // Pictures often share what they keep: it is encoded once.
        IdentityHashMap<EditSource, Edit> edits = new IdentityHashMap<>();
        return share.job().request().items().subList(share.first(), share.first() + share.count()).stream()
                .map(item -> item.row(
                        scales,
                        item.edit()
                                .map(source -> edits.computeIfAbsent(source, unused -> {
                                    if (share.job().ended()) {
                                        throw new CancellationException("cancelled before its edit was encoded");
                                    }
                                    return edit(source, vae, resources);
                                }))
                                .orElse(null)))
                .toList();
    }

    private static Edit edit(EditSource source, VqVae vae, Resources resources) {
        Encoding encoding = vae.encode(
                Pixels.toTensor(List.of(source.picture()), vae.config().pictureSide()));
        Tensor mask_11PP = Pixels.toTensor(source.mask(), vae.config().pyramid().finestSide());
        return new Edit(encoding.f_hats(), resources.vae().place(mask_11PP, Precision.FLOAT32.type()));
    }
}
