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
import dev.codevar.queue.Share;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Resources;
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

    /** Draws some pictures, in halves if memory runs out. What goes wrong ends the requests that they belong to. */
    void run(List<Share<GenerationJob>> shares) {
        List<Share<GenerationJob>> wanted = wanted(shares);
        if (wanted.isEmpty()) {
            return;
        }
        int pictures = count(wanted);
        try {
            tally.batchStarted(pictures);
            Scoped.value(() -> draw(wanted)).forEach(Made::deliver);
        } catch (CancellationException allLeft) {
            // Each has ended already.
        } catch (RuntimeException | Error e) {
            if (OutOfMemory.is(e)) {
                runInHalves(wanted, e);
            } else {
                wanted.forEach(share -> share.job().fail(e));
            }
        } finally {
            tally.batchDone();
        }
    }

    private void runInHalves(List<Share<GenerationJob>> shares, Throwable outOfMemory) {
        memory.slab().close();
        HostMemory.trim();
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
        shares.forEach(share -> share.job()
                .tell(told -> told.batchReduced(pictures, half, "memory ran out in a batch of " + pictures)));
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

    /** Pictures of one request that are made. */
    private record Made(Share<GenerationJob> share, List<Generated> pictures, double seconds, Resources resources) {
        void deliver() {
            share.job().batchDone(share.first(), List.copyOf(pictures), seconds, resources);
        }
    }

    private List<Made> draw(List<Share<GenerationJob>> shares) {
        MemoryNeed.Kind all = shares.stream()
                .map(share -> share.job().memory())
                .reduce(MemoryNeed.Kind::and)
                .orElseThrow();
        new Admission(opened, memory, kind.plan(), all).makeRoom(count(shares));
        Plan plan = opened.models().plan(kind.plan(), () -> requireWanted(shares));
        VqVae vae = opened.models().vae(plan.pyramid());
        int pictures = count(shares);
        shares.forEach(share -> share.job().batchStarted(share.first(), share.count(), pictures));
        BatchRows rows = BatchRows.of(wanted(shares), vae, opened.resources());
        Request request = shares.get(0).job().request();
        OptionalLong referenceSeed = request.random() == RandomMode.REFERENCE
                ? OptionalLong.of(request.items().get(shares.get(0).first()).seed())
                : OptionalLong.empty();
        BatchObserver observer = new BatchObserver(rows.shares(), tally);
        Batch batch = new Batch(rows.rows(), kind.moreSmooth(), referenceSeed);
        try (Canvas canvas = new Decoder(vae).decode(plan, batch, observer, memory.slab())) {
            if (opened.resources().device().cuda()) {
                opened.resources().device().await(canvas.f_hat());
                observer.waited();
            }
            return pictures(canvas, vae, rows.shares(), observer);
        }
    }

    private static void requireWanted(List<Share<GenerationJob>> shares) {
        if (wanted(shares).isEmpty()) {
            throw new CancellationException("cancelled before its models were read");
        }
    }

    /** Decodes what is on a canvas picture by picture; nothing more for those who give up meanwhile. */
    private List<Made> pictures(Canvas canvas, VqVae vae, List<Share<GenerationJob>> shares, BatchObserver observer) {
        long start = System.nanoTime();
        List<Tensor> ids_Bl =
                IntStream.range(0, canvas.scalesDrawn()).mapToObj(canvas::ids).toList();
        List<List<Generated>> made = new ArrayList<>();
        shares.forEach(share -> made.add(new ArrayList<>()));
        List<Integer> places = canvas.places();
        for (int i = 0; i < places.size(); i++) {
            int s = observer.shareOf(places.get(i));
            Share<GenerationJob> share = shares.get(s);
            List<Generated> own = made.get(s);
            if (!share.job().givenUp("picture " + (share.first() + own.size() + 1))) {
                int at = i;
                Picture drawn = Scoped.value(() ->
                                Pixels.toPictures(vae.decode(canvas.f_hat().narrow(0, at, 1))))
                        .get(0);
                Request.Item item = share.job().request().items().get(share.first() + own.size());
                Picture picture = item.edit().map(edit -> edit.finished(drawn)).orElse(drawn);
                own.add(new Generated(item, picture, TokenTensors.read(ids_Bl, i, vae.config())));
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        tally.picturesMade(places.size(), seconds);
        if (places.size() == observer.pictures()) {
            learned.served(places.size(), observer.seconds() + seconds);
        }
        return IntStream.range(0, shares.size())
                .filter(s -> made.get(s).size() == shares.get(s).count())
                .mapToObj(s -> new Made(shares.get(s), made.get(s), seconds, opened.resources()))
                .toList();
    }
}
