package dev.codevar;

import dev.codevar.Drawer.DrawingKind;
import dev.codevar.decode.Batch;
import dev.codevar.decode.Canvas;
import dev.codevar.decode.Decoder;
import dev.codevar.decode.Plan;
import dev.codevar.fault.CodeVarException;
import dev.codevar.memory.Admission;
import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.memory.Opened;
import dev.codevar.memory.OutOfMemory;
import dev.codevar.picture.Picture;
import dev.codevar.queue.LearnedBatch;
import dev.codevar.queue.Share;
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
     * Draws some pictures: in halves if memory runs out, each request by itself if the numbers of one are broken. What goes wrong ends the
     * requests that it belongs to.
     */
    void run(List<Share<GenerationJob>> shares) {
        List<Share<GenerationJob>> wanted = wanted(shares);
        if (wanted.isEmpty()) {
            return;
        }
        Ready ready;
        try {
            ready = ready(wanted);
        } catch (CancellationException allLeft) {
            return;
        } catch (Throwable e) {
            wanted.forEach(share -> share.job().fail(e));
            return;
        }
        List<Made> made;
        try {
            tally.batchStarted(count(wanted));
            made = Scoped.value(() -> draw(ready, wanted));
        } catch (CancellationException allLeft) {
            // Each has ended already.
            return;
        } catch (Throwable e) {
            if (OutOfMemory.is(e)) {
                runInHalves(wanted, e);
            } else if (wanted.size() > 1) {
                wanted.forEach(share -> run(List.of(share)));
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
            made.share()
                    .job()
                    .batchDone(
                            made.share().first(),
                            List.copyOf(made.pictures()),
                            made.all(),
                            made.seconds(),
                            opened.resources());
        } catch (Throwable e) {
            made.share().job().fail(e);
        }
    }

    private void runInHalves(List<Share<GenerationJob>> shares, Throwable outOfMemory) {
        memory.freeBeside(opened, LoadedModels.roles(kind.plan()));
        int pictures = count(shares);
        boolean reference = shares.get(0).job().memory().reference();
        if (pictures == 1 || reference) {
            String what = pictures == 1 ? "a picture was" : pictures + " pictures were";
            CodeVarException refused = new CodeVarException(
                    "memory ran out, it seems, while " + what + " drawn: " + outOfMemory.getMessage(), outOfMemory);
            shares.forEach(share -> share.job().fail(refused));
            return;
        }
        int half = (pictures + 1) / 2;
        learned.tooMany(pictures);
        for (Share<GenerationJob> share : shares) {
            share.job().batch(half);
            share.job().tell(told -> told.batchReduced(pictures, half, "memory ran out in a batch of " + pictures));
        }
        run(part(shares, 0, half));
        run(part(shares, half, pictures));
    }

    /** {@return of pictures that are counted through all shares, those from {@code begin} to before {@code end}} */
    private static List<Share<GenerationJob>> part(List<Share<GenerationJob>> shares, int begin, int end) {
        List<Share<GenerationJob>> part = new ArrayList<>();
        int before = 0;
        for (Share<GenerationJob> share : shares) {
            int from = Math.max(begin - before, 0);
            int to = Math.min(end - before, share.count());
            if (from < to) {
                part.add(new Share<>(share.job(), share.first() + from, to - from));
            }
            before += share.count();
        }
        return part;
    }

    private static List<Share<GenerationJob>> wanted(List<Share<GenerationJob>> shares) {
        return shares.stream()
                .filter(share -> !share.job().givenUp("picture " + (share.first() + 1)))
                .toList();
    }

    private static int count(List<Share<GenerationJob>> shares) {
        return shares.stream().mapToInt(Share::count).sum();
    }

    /** Pictures of one request that are made: of all in the batch, whose latents took so long to turn into pictures. */
    private record Made(Share<GenerationJob> share, List<Generated> pictures, int all, double seconds) {}

    /** What draws, read by now unless memory is short. */
    private record Ready(Plan plan, VqVae vae) {}

    private Ready ready(List<Share<GenerationJob>> shares) {
        try {
            return read(shares);
        } catch (RuntimeException | Error e) {
            if (!OutOfMemory.is(e)) {
                throw e;
            }
            memory.freeBeside(opened, LoadedModels.roles(kind.plan()));
            return read(shares);
        }
    }

    private Ready read(List<Share<GenerationJob>> shares) {
        MemoryNeed.Kind all = shares.stream()
                .map(share -> share.job().memory())
                .reduce(MemoryNeed.Kind::or)
                .orElseThrow();
        new Admission(opened, memory, kind.plan(), all).makeRoom(count(shares));
        return Scoped.value(() -> {
            Plan plan = opened.models().plan(kind.plan(), () -> requireWanted(shares));
            requireWanted(shares);
            return new Ready(plan, opened.models().vae(plan.pyramid()));
        });
    }

    private List<Made> draw(Ready ready, List<Share<GenerationJob>> shares) {
        shares.forEach(share -> share.job().batchStarted(share.first(), share.count()));
        BatchRows rows = BatchRows.of(wanted(shares), ready.vae(), opened.resources());
        Request request = shares.get(0).job().request();
        OptionalLong referenceSeed = request.random() == RandomMode.REFERENCE
                ? OptionalLong.of(request.items().get(shares.get(0).first()).seed())
                : OptionalLong.empty();
        BatchObserver observer = new BatchObserver(rows.shares(), tally);
        Batch batch = new Batch(rows.rows(), kind.moreSmooth(), referenceSeed);
        try (Canvas canvas = new Decoder(ready.vae()).decode(ready.plan(), batch, observer, memory.slab())) {
            if (opened.resources().device().cuda()) {
                opened.resources().device().await(canvas.f_hat());
                observer.waited();
            }
            return pictures(canvas, ready.vae(), rows.shares(), observer);
        }
    }

    private static void requireWanted(List<Share<GenerationJob>> shares) {
        if (wanted(shares).isEmpty()) {
            throw new CancellationException("cancelled before its models were read");
        }
    }

    /** Decodes what is on a canvas picture by picture; nothing more for those who give up meanwhile. */
    private List<Made> pictures(Canvas canvas, VqVae vae, List<Share<GenerationJob>> shares, BatchObserver observer) {
        List<Tensor> ids_Bl =
                IntStream.range(0, canvas.scalesDrawn()).mapToObj(canvas::ids).toList();
        List<List<Generated>> made = new ArrayList<>();
        shares.forEach(share -> made.add(new ArrayList<>()));
        List<Integer> places = canvas.places();
        double seconds = 0;
        for (int i = 0; i < places.size(); i++) {
            int s = observer.shareOf(places.get(i));
            Share<GenerationJob> share = shares.get(s);
            List<Generated> own = made.get(s);
            if (!share.job().givenUp("picture " + (share.first() + own.size() + 1))) {
                long start = System.nanoTime();
                int at = i;
                Picture picture = Scoped.value(() ->
                                Pixels.toPictures(vae.decode(canvas.f_hat().narrow(0, at, 1))))
                        .get(0);
                Request.Item item = share.job().request().items().get(share.first() + own.size());
                own.add(new Generated(item, picture, TokenTensors.read(ids_Bl, i, vae.config())));
                seconds += (System.nanoTime() - start) * 1e-9;
            }
        }
        int pictures = made.stream().mapToInt(List::size).sum();
        tally.batchDone(observer.pictures(), pictures, seconds);
        if (pictures == observer.pictures()) {
            learned.served(pictures, observer.seconds() + seconds);
        }
        double all = seconds;
        return IntStream.range(0, shares.size())
                .filter(s -> made.get(s).size() == shares.get(s).count())
                .mapToObj(s -> new Made(shares.get(s), made.get(s), observer.pictures(), all))
                .toList();
    }
}
