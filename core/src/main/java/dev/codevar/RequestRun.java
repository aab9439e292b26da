package dev.codevar;

import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.Edit;
import dev.codevar.decode.Plan;
import dev.codevar.decode.Row;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** One request at work: checked before any weight is read, then drawn batch by batch. */
final class RequestRun {
    private final Request request;
    private final ModelSet set;
    private final LoadedModels models;
    private final Resources resources;
    private final GenerationObserver observer;
    private final Stopwatch stopwatch;
    private double secondsPictures;

    RequestRun(
            Request request,
            ModelSet set,
            LoadedModels models,
            Resources resources,
            GenerationObserver observer,
            Stopwatch stopwatch) {
        this.request = request;
        this.set = set;
        this.models = models;
        this.resources = resources;
        this.observer = observer;
        this.stopwatch = stopwatch;
    }

    /** {@return how many pictures are drawn at a time, if the request is legal} */
    int admit() {
        requireLegal();
        return new Admission(request, set, models, resources).batch(observer);
    }

    Generation run() {
        int batch = admit();
        try {
            return run(batch);
        } finally {
            models.requestDone();
        }
    }

    private Generation run(int batch) {
        Plan plan = models.plan(request.plan());
        VqVae vae = models.vae(plan.pyramid());
        List<Generated> pictures = new ArrayList<>();
        for (int first = 0; first < request.items().size(); first += batch) {
            int end = Math.min(first + batch, request.items().size());
            List<Request.Item> items = request.items().subList(first, end);
            observer.batchStarted(first, items.size());
            List<Generated> made = Scoped.value(() -> draw(plan, vae, items));
            pictures.addAll(made);
            observer.batchDone(first, made);
        }
        return new Generation(
                List.copyOf(pictures),
                request.plan().text(),
                resources.label(),
                resources.precision().label(),
                batch,
                stopwatch.secondsPerScale(),
                secondsPictures,
                stopwatch.peakCacheBytes());
    }

    /** Finds what is wrong with a request before gigabytes of weights are read for it. */
    private void requireLegal() {
        VarConfig config = models.config(request.plan());
        int side = models.pictureSide(request.plan());
        for (Request.Item item : request.items()) {
            row(item, config.pyramid().scales(), null).requireFits(config);
            item.edit().ifPresent(source -> requireFits(source, side));
        }
    }

    private static void requireFits(EditSource source, int side) {
        Mask mask = source.mask();
        Pixels.requireSide(source.picture(), side);
        if (mask.width() != side || mask.height() != side) {
            throw new InvalidInputException("the mask has " + mask.width() + "x" + mask.height()
                    + " pixels but the picture " + side + "x" + side);
        }
    }

    private List<Generated> draw(Plan plan, VqVae vae, List<Request.Item> items) {
        // Pictures often share what they keep: it is encoded once.
        IdentityHashMap<EditSource, Edit> edits = new IdentityHashMap<>();
        items.forEach(item -> item.edit().ifPresent(source -> edits.computeIfAbsent(source, it -> edit(it, vae))));
        int scales = plan.pyramid().scales();
        List<Row> rows = items.stream()
                .map(item -> row(item, scales, item.edit().map(edits::get).orElse(null)))
                .toList();
        OptionalLong referenceSeed = request.random() == RandomMode.REFERENCE
                ? OptionalLong.of(items.get(0).seed())
                : OptionalLong.empty();
        Batch batch = new Batch(rows, request.moreSmooth(), referenceSeed);
        try (Canvas canvas = new Decoder(vae).decode(plan, batch, stopwatch, models.slab())) {
            if (resources.device().cuda()) {
                resources.device().await(canvas.f_hat());
                stopwatch.waited();
            }
            long start = System.nanoTime();
            List<Picture> pictures = Pixels.toPictures(vae.decode(canvas.f_hat()));
            secondsPictures += (System.nanoTime() - start) * 1e-9;
            List<Tensor> ids_Bl =
                    IntStream.range(0, scales).mapToObj(canvas::ids).toList();
            List<Generated> made = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Tokens tokens = TokenTensors.read(ids_Bl, i, vae.config());
                made.add(new Generated(items.get(i), pictures.get(i), tokens));
            }
            return List.copyOf(made);
        }
    }

    private static Row row(Request.Item item, int scales, @Nullable Edit edit) {
        Sampling sampling = item.sampling();
        return new Row(
                item.label(),
                item.seed(),
                sampling.cfg(),
                sampling.temperatures(scales),
                sampling.topKs(scales),
                sampling.topP(),
                edit);
    }

    private Edit edit(EditSource source, VqVae vae) {
        Encoding encoding = vae.encode(
                Pixels.toTensor(List.of(source.picture()), vae.config().pictureSide()));
        Tensor mask_11PP = Pixels.toTensor(source.mask(), vae.config().pyramid().finestSide());
        return new Edit(encoding.f_hats(), resources.vae().place(mask_11PP, Precision.FLOAT32.type()));
    }
}
