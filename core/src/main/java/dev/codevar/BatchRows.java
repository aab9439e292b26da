package dev.codevar;

import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.memory.OutOfMemory;
import dev.codevar.queue.Portion;
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
 * @param portions whose, in the rows' order
 */
record BatchRows(List<Row> rows, List<Portion<GenerationJob>> portions) {

    /**
     * Encodes edits; what goes wrong with one ends its own request alone.
     *
     * @param portions whose pictures are to be drawn
     * @param vae encodes
     * @param resources say where
     * @throws CancellationException if none is left
     */
    static BatchRows of(List<Portion<GenerationJob>> portions, VqVae vae, Resources resources) {
        List<Row> rows = new ArrayList<>();
        List<Portion<GenerationJob>> ready = new ArrayList<>();
        for (Portion<GenerationJob> portion : portions) {
            try {
                rows.addAll(rows(portion, vae, resources));
                ready.add(portion);
            } catch (RuntimeException | Error e) {
                if (OutOfMemory.is(e)) {
                    throw e;
                }
                portion.job().fail(e);
            }
        }
        if (rows.isEmpty()) {
            throw new CancellationException("cancelled before anything was drawn");
        }
        return new BatchRows(List.copyOf(rows), List.copyOf(ready));
    }

    private static List<Row> rows(Portion<GenerationJob> portion, VqVae vae, Resources resources) {
        int scales = vae.config().pyramid().scales();
        // Pictures often portion what they keep: it is encoded once.
        IdentityHashMap<EditSource, Edit> edits = new IdentityHashMap<>();
        return portion.job().request().items().subList(portion.first(), portion.first() + portion.count()).stream()
                .map(item -> item.row(
                        scales,
                        item.edit()
                                .map(source -> edits.computeIfAbsent(source, unused -> {
                                    if (portion.job().ended()) {
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
