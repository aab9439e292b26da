package dev.codevar;

import dev.codevar.Drawer.DrawingKind;
import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.Plan;
import dev.codevar.fault.CodeVarException;
import dev.codevar.memory.Admission;
import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.memory.Opened;
import dev.codevar.memory.OutOfMemory;
import dev.codevar.picture.Picture;
import dev.codevar.queue.LearnedBatch;
import dev.codevar.queue.Portion;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.TokenTensors;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** One batch, of the pictures of one request or of many: drawn, decoded, and handed to those who asked. */
final class BatchRun {
    private final DrawingKind kind;
    private final Opened opened;
    private final EngineMemory memory;
    private final EngineTally tally;
    private final LearnedBatch learned;

    BatchRun(DrawingKind kind, EngineMemory memory, EngineTally tally, LearnedBatch learned) {
        this.kind = kind;
        this.opened = kind.opened();
        this.memory = memory;
        this.tally = tally;
        this.learned = learned;
    }

    /**
     * Draws some pictures: if memory runs out, again without the models of others, then in halves; each request by itself if the
     * numbers of one are broken. What goes wrong ends the requests that it belongs to.
     */
    void run(List<Portion<GenerationJob>> portions) {
        List<Portion<GenerationJob>> wanted = wanted(portions);
        if (wanted.isEmpty()) {
            return;
        }
        Ready ready;
        try {
            ready = ready(wanted);
        } catch (CancellationException allLeft) {
            return;
        } catch (Throwable e) {
            Throwable told = OutOfMemory.is(e) ? ranOut("models were read", e) : e;
            wanted.forEach(portion -> portion.job().fail(told));
            return;
        }
        List<Made> made;
        try {
            tally.batchStarted(Portion.count(wanted));
            made = Scoped.value(() -> draw(ready, wanted));
            memory.drew(ready.need());
        } catch (CancellationException allLeft) {
            // Each has ended already.
            return;
        } catch (Throwable e) {
            if (OutOfMemory.is(e)) {
                runAgain(wanted, e);
            } else if (wanted.size() > 1) {
                wanted.forEach(portion -> run(List.of(portion)));
            } else {
                wanted.get(0).job().fail(e);
            }
            return;
        } finally {
            tally.batchEnded();
        }
        made.forEach(this::deliver);
    }

    private void deliver(Made made) {
        try {
            made.portion()
                    .job()
                    .batchDone(
                            made.portion().first(),
                            List.copyOf(made.pictures()),
                            made.all(),
                            made.seconds(),
                            opened.resources());
        } catch (Throwable e) {
            made.portion().job().fail(e);
        }
    }

    private void runAgain(List<Portion<GenerationJob>> portions, Throwable outOfMemory) {
        if (memory.freeBeside(opened, opened.models().needed(kind.plan()))) {
            run(portions);
            return;
        }
        int pictures = Portion.count(portions);
        boolean reference = portions.get(0).job().memory().reference();
        if (pictures == 1 || reference) {
            String what = pictures == 1 ? "a picture was" : pictures + " pictures were";
            CodeVarException refused = ranOut(what + " drawn", outOfMemory);
            portions.forEach(portion -> portion.job().fail(refused));
            return;
        }
        int half = (pictures + 1) / 2;
        learned.tooMany(pictures);
        for (Portion<GenerationJob> portion : portions) {
            portion.job().batch(half);
            portion.job().tell(told -> told.batchReduced(pictures, half, "memory ran out in a batch of " + pictures));
        }
        run(Portion.part(portions, 0, half));
        run(Portion.part(portions, half, pictures));
    }

    private static CodeVarException ranOut(String what, Throwable outOfMemory) {
        return new CodeVarException(
                "memory ran out, it seems, while " + what + ": " + outOfMemory.getMessage(), outOfMemory);
    }

    private static List<Portion<GenerationJob>> wanted(List<Portion<GenerationJob>> portions) {
        return portions.stream()
                .filter(portion -> !portion.job().givenUp("picture " + (portion.first() + 1)))
                .toList();
    }

    /** Pictures of one request that are made: of all in the batch, whose latents took so long to turn into pictures. */
    private record Made(Portion<GenerationJob> portion, List<Generated> pictures, int all, double seconds) {}

    /** What draws, read by now unless memory is short. */
    private record Ready(Plan plan, VqVae vae, MemoryNeed need) {}

    private Ready ready(List<Portion<GenerationJob>> portions) {
        try {
            return read(portions);
        } catch (RuntimeException | Error e) {
            if (!OutOfMemory.is(e)) {
                throw e;
            }
            memory.freeBeside(opened, opened.models().needed(kind.plan()));
            return read(portions);
        }
    }

    private Ready read(List<Portion<GenerationJob>> portions) {
        MemoryNeed.Kind all = portions.stream()
                .map(portion -> portion.job().memory())
                .reduce(MemoryNeed.Kind::or)
                .orElseThrow();
        MemoryNeed need = new Admission(opened, memory, kind.plan(), all).makeRoom(Portion.count(portions));
        return Scoped.value(() -> {
            Plan plan = opened.models().plan(kind.plan(), () -> requireWanted(portions));
            requireWanted(portions);
            return new Ready(plan, opened.models().vae(plan.pyramid()), need);
        });
    }

    private List<Made> draw(Ready ready, List<Portion<GenerationJob>> portions) {
        portions.forEach(portion -> portion.job().batchStarted(portion.first(), portion.count()));
        BatchRows rows = BatchRows.of(wanted(portions), ready.vae(), opened.resources());
        Request request = portions.get(0).job().request();
        OptionalLong referenceSeed = request.random() == RandomMode.REFERENCE
                ? OptionalLong.of(request.items().get(portions.get(0).first()).seed())
                : OptionalLong.empty();
        BatchObserver observer = new BatchObserver(rows.portions(), kind.plan(), tally);
        Batch batch = new Batch(rows.rows(), kind.moreSmooth(), referenceSeed);
        try (Canvas canvas = new Decoder(ready.vae()).decode(ready.plan(), batch, observer, memory.slab())) {
            if (opened.resources().device().cuda()) {
                opened.resources().device().await(canvas.f_hat());
                observer.waited();
            }
            return pictures(canvas, ready.vae(), rows.portions(), observer);
        }
    }

    private static void requireWanted(List<Portion<GenerationJob>> portions) {
        if (wanted(portions).isEmpty()) {
            throw new CancellationException("cancelled before its models were read");
        }
    }

    private static List<Picture> decoded(Canvas canvas, VqVae vae, int from, int to) {
        return Scoped.value(() -> Pixels.toPictures(vae.decode(canvas.f_hat().narrow(0, from, (long) to - from))));
    }

    /** Decodes what is on a canvas, as many pictures at a time as suits the device; for those who give up meanwhile, no more than those. */
    private List<Made> pictures(
            Canvas canvas, VqVae vae, List<Portion<GenerationJob>> portions, BatchObserver observer) {
        List<Tensor> ids_Bl =
                IntStream.range(0, canvas.scalesDrawn()).mapToObj(canvas::ids).toList();
        List<List<Generated>> made = new ArrayList<>();
        portions.forEach(portion -> made.add(new ArrayList<>()));
        List<Integer> places = canvas.places();
        double seconds = 0;
        List<Picture> decoded = List.of();
        int decodedTo = 0;
        for (int i = 0; i < places.size(); i++) {
            int s = observer.portionOf(places.get(i));
            Portion<GenerationJob> portion = portions.get(s);
            List<Generated> own = made.get(s);
            if (!portion.job().givenUp("picture " + (portion.first() + own.size() + 1))) {
                long start = System.nanoTime();
                if (i >= decodedTo) {
                    decodedTo = Math.min(places.size(), i + vae.picturesTogether());
                    decoded = decoded(canvas, vae, i, decodedTo);
                }
                Picture drawn = decoded.get(decoded.size() - (decodedTo - i));
                Request.Item item = portion.job().request().items().get(portion.first() + own.size());
                own.add(new Generated(item, item.finished(drawn), TokenTensors.read(ids_Bl, i, vae.config())));
                seconds += (System.nanoTime() - start) * 1e-9;
            }
        }
        int pictures = made.stream().mapToInt(List::size).sum();
        tally.batchDone(observer.pictures(), pictures, seconds);
        if (pictures == observer.pictures()) {
            learned.served(pictures, observer.seconds() + seconds);
        }
        double all = seconds;
        return IntStream.range(0, portions.size())
                .filter(s -> made.get(s).size() == portions.get(s).count())
                .mapToObj(s -> new Made(portions.get(s), made.get(s), observer.pictures(), all))
                .toList();
    }
}
