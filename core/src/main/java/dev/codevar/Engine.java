package dev.codevar;

import dev.codevar.Drawer.DrawingKind;
import dev.codevar.fault.DeadlineException;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.HeapLedger;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.Opened;
import dev.codevar.models.ModelSet;
import dev.codevar.queue.JobQueue;
import dev.codevar.queue.Kind;
import dev.codevar.queue.Worker;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;

/**
 * The one owner of the processor, of memory and of the caches, for any number of model sets and callers. One thread computes: libtorch's
 * modes and scopes belong to a thread, and its own threads pay only when one computation has them all. Whatever waits when that
 * thread is free is drawn together, as far as plan, model set and way of sampling agree; kinds, and within them requests, take turns
 * by pictures. Models are read when a plan first needs them; they leave when another plan needs their room.
 *
 * <pre>{@code
 * try (Engine engine = Engine.start(EngineOptions.DEFAULT)) {
 *     CoDe clothes = engine.open(Path.of("models/fashion32"));
 *     GenerationHandle sneakers = clothes.submit(clothes.request().classes("Sneaker").build(), GenerationObserver.NONE);
 *     sneakers.result().thenAccept(done -> show(done.pictures()));
 * }
 * }</pre>
 */
public final class Engine implements AutoCloseable {
    /** Engines share Java's heap. */
    private static final HeapLedger HEAP = new HeapLedger(Runtime.getRuntime().maxMemory());

    private final EngineOptions options;
    private final JobQueue queue;
    private final EngineMemory memory = new EngineMemory();
    private final EngineTally tally = new EngineTally();
    private final Drawer drawer;
    private final Worker worker;

    private Engine(EngineOptions options) {
        this.options = options;
        queue = new JobQueue(options.mostRequests());
        drawer = new Drawer(memory, tally, options.largestBatch());
        worker = new Worker(
                queue,
                "codevar",
                turn -> Scoped.inference(() -> {
                    // Settles this thread's number: at its first computation another engine's crew may be changing it.
                    Libtorch.threads();
                    turn.run();
                    return turn;
                }),
                memory::close);
    }

    /** Starts an engine, which has no models yet. */
    public static Engine start(EngineOptions options) {
        Libtorch.load();
        return new Engine(options);
    }

    /**
     * Opens a model set on the processor, in the precision that it computes best.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints, as published or as trainings leave them
     * @return the set in this engine; closing it frees its models, and leaves the engine to the others
     */
    public CoDe open(Path folder) {
        return open(ModelSet.open(folder), Resources.of(Device.CPU, Device.CPU.defaultPrecision()));
    }

    /**
     * Opens a model set.
     *
     * @param models the set
     * @param resources what of the machine may be used; a limit on memory is one of the whole process, kept whenever this set draws
     * @return the set in this engine; closing it frees its models, and leaves the engine to the others
     */
    public CoDe open(ModelSet models, Resources resources) {
        return open(models, resources, false);
    }

    CoDe open(ModelSet models, Resources resources, boolean ownEngine) {
        resources.devices().keySet().forEach(models::transformerConfig);
        LoadedModels loaded = new LoadedModels(models, resources, memory);
        memory.add(loaded);
        return new CoDe(this, new Opened(models, resources, loaded), ownEngine);
    }

    /** {@return what it has done so far} */
    public EngineCounters counters() {
        return tally.read(queue);
    }

    /** {@return how long what waits will take, as far as is known from pictures that were made} */
    public Duration reckonedWait() {
        double seconds = 0;
        for (Map.Entry<Kind<?>, Long> line : queue.units().entrySet()) {
            if (line.getKey() instanceof DrawingKind kind) {
                seconds += line.getValue() * drawer.secondsEach(kind);
            }
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    /**
     * Takes no more requests, of any model set, and waits until all that were handed in are done. It stays to be closed.
     *
     * @throws InterruptedException if the waiting thread is interrupted: requests are refused all the same
     */
    public void drain() throws InterruptedException {
        worker.requireOther();
        queue.drain();
    }

    /**
     * Takes no more requests, ends those that wait with an {@link EngineClosedException}, and returns when the batch at work is done
     * and all models are freed; so does a second call. An observer that calls it does not wait: it would wait for itself.
     */
    @Override
    public void close() {
        worker.close();
    }

    GenerationJob submit(Opened opened, Request request, GenerationObserver observer, SubmitOptions how) {
        LoadedModels models = opened.models();
        int scales = models.config(request.plan()).pyramid().scales();
        GenerationJob job = new GenerationJob(request, observer, how, scales, tally, worker);
        DrawingKind kind = new DrawingKind(
                drawer, opened, request.plan(), request.moreSmooth(), mixes(opened, request) ? null : job);
        try {
            how.deadline().ifPresent(this::requireTime);
            if (how.keepPictures()) {
                keep(job, opened);
            }
            queue.add(kind, job);
        } catch (RuntimeException refused) {
            tally.refused(refused);
            job.end();
            throw refused;
        }
        how.deadline().ifPresent(deadline -> {
            Future<?> alarm = worker.later(deadline, job::expire);
            job.onEnd(() -> alarm.cancel(false));
        });
        return job;
    }

    private void requireTime(Duration deadline) {
        Duration wait = reckonedWait();
        if (wait.compareTo(deadline) > 0) {
            throw new DeadlineException("not to be done within " + deadline + ": what waits already takes about "
                    + wait.toSeconds() + " s");
        }
    }

    private void keep(GenerationJob job, Opened opened) {
        Request request = job.request();
        int side = opened.models().pictureSide(request.plan());
        int tokens = opened.models().config(request.plan()).pyramid().length();
        int pictures = request.items().size();
        long bytes = HeapLedger.bytes(pictures, side, tokens);
        HEAP.promise(bytes, pictures + " pictures of " + side + "x" + side);
        job.onEnd(() -> HEAP.giveBack(bytes));
    }

    /** Pictures of different requests are drawn together only where they do not depend on each other. */
    private boolean mixes(Opened opened, Request request) {
        Resources resources = opened.resources();
        boolean asIfAlone = EqualBits.promised(resources.device(), resources.precision())
                && resources.devices().values().stream()
                        .allMatch(device -> EqualBits.promised(device, resources.precision()));
        return request.batch() == 0 && request.random() == RandomMode.PER_PICTURE && (asIfAlone || options.mixAlways());
    }

    EngineMemory memory() {
        return memory;
    }

    JobQueue queue() {
        return queue;
    }

    Worker worker() {
        return worker;
    }

    /** Ends what waits of a set, and frees its models. */
    void close(Opened opened) {
        queue.removeAll(opened).forEach(job -> job.fail(new EngineClosedException()));
        try {
            worker.callInAnyCase(() -> {
                memory.remove(opened.models());
                drawer.forget(opened);
                return opened;
            });
        } catch (EngineClosedException alreadyFreed) {
            // With the engine all of its sets are closed.
            worker.close();
        }
    }
}
