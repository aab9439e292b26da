package dev.codevar;

import dev.codevar.fault.DeadlineException;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.models.ModelSet;
import dev.codevar.queue.Job;
import dev.codevar.queue.JobQueue;
import dev.codevar.queue.Kind;
import dev.codevar.queue.Line;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one owner of the processor, of memory and of the caches, for any number of model sets and callers. One thread computes: libtorch's
 * modes and scopes belong to a thread, and its own threads pay only when one computation has them all. Whatever waits when that
 * thread is free is drawn together, as far as plan, model set and way of sampling agree; kinds, and within them requests, take turns
 * by pictures. Weights are read when a plan first needs them, and leave when another needs their room.
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
    private static final ScheduledThreadPoolExecutor RESULTS = results();

    private final EngineOptions options;
    private final JobQueue queue;
    private final EngineMemory memory = new EngineMemory();
    private final EngineTally tally = new EngineTally();
    private final HeapLedger heap = new HeapLedger(Runtime.getRuntime().maxMemory());
    private final Drawer drawer;
    private final Thread thread = new Thread(this::work, "codevar");
    private final List<Runnable> outcomes = new ArrayList<>();
    private final CountDownLatch freed = new CountDownLatch(1);

    private Engine(EngineOptions options) {
        this.options = options;
        queue = new JobQueue(options.mostRequests());
        drawer = new Drawer(memory, tally, options.largestBatch());
        thread.setDaemon(true);
    }

    /** Tells those who wait for results, and watches deadlines, for all engines; its thread ends when there is nothing to do. */
    private static ScheduledThreadPoolExecutor results() {
        ScheduledThreadPoolExecutor one = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "codevar-results");
            made.setDaemon(true);
            return made;
        });
        one.setKeepAliveTime(10, TimeUnit.SECONDS);
        one.allowCoreThreadTimeOut(true);
        one.setRemoveOnCancelPolicy(true);
        return one;
    }

    /** Starts an engine, which has no models yet. */
    public static Engine start(EngineOptions options) {
        Libtorch.load();
        Engine engine = new Engine(options);
        engine.thread.start();
        return engine;
    }

    /**
     * Opens a model set on the processor, in the precision that it computes best.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints under their published names
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
        requireOtherThread();
        queue.drain();
    }

    /**
     * Takes no more requests, ends those that wait with an {@link EngineClosedException}, and returns when the batch at work is done
     * and all models are freed; so does a second call. An observer that calls it does not wait: it would wait for itself.
     */
    @Override
    public void close() {
        queue.close().forEach(job -> job.fail(new EngineClosedException()));
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            freed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (Optional<Line<?>> line = queue.next(); line.isPresent(); line = queue.next()) {
                serve(line.get());
            }
            memory.close();
        } finally {
            freed.countDown();
        }
    }

    /** Tells of a result: what the engine's thread has made, when it has freed all that it took for it. */
    private void tell(Runnable outcome) {
        if (Thread.currentThread() == thread) {
            outcomes.add(outcome);
        } else {
            RESULTS.execute(outcome);
        }
    }

    private <J extends Job> void serve(Line<J> line) {
        try {
            Scoped.inference(() -> {
                line.kind().serve(line);
                return line;
            });
        } catch (RuntimeException | Error e) {
            for (J job : line.jobs()) {
                queue.remove(job);
                job.fail(e);
            }
        }
        outcomes.forEach(RESULTS::execute);
        outcomes.clear();
    }

    GenerationJob submit(Opened opened, Request request, GenerationObserver observer, SubmitOptions how) {
        LoadedModels models = opened.models();
        int scales = models.config(request.plan()).pyramid().scales();
        GenerationJob job = new GenerationJob(request, observer, how, scales, queue, tally, this::tell);
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
            job.discard();
            throw refused;
        }
        how.deadline().ifPresent(deadline -> {
            Future<?> alarm = RESULTS.schedule(job::expire, deadline.toNanos(), TimeUnit.NANOSECONDS);
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
        heap.promise(bytes, pictures + " pictures of " + side + "x" + side);
        job.onEnd(() -> heap.giveBack(bytes));
    }

    /** Pictures of different requests are drawn together only where they do not depend on each other. */
    private boolean mixes(Opened opened, Request request) {
        Resources resources = opened.resources();
        boolean asIfAlone = EqualBits.promised(resources.device(), resources.precision())
                && resources.devices().values().stream()
                        .allMatch(device -> EqualBits.promised(device, resources.precision()));
        return request.batch() == 0 && request.random() == RandomMode.PER_PICTURE && (asIfAlone || options.mixAlways());
    }

    <I, O> PictureByPicture<I, O> pictureByPicture(Opened opened, List<I> all, Function<I, O> work) {
        return new PictureByPicture<>(opened, all, work, this::tell);
    }

    EngineMemory memory() {
        return memory;
    }

    JobQueue queue() {
        return queue;
    }

    /** Runs a task of the library's own on the engine's thread, and waits. */
    <T> T call(Supplier<T> task) {
        Call<T> call = new Call<>(task, this::tell);
        queue.addOwn(call, call);
        return await(call.result(), () -> queue.remove(call));
    }

    /**
     * Waits for what the engine's thread does.
     *
     * @param stop run if the waiting thread is interrupted: it should make the thread end early
     */
    <T> T await(CompletableFuture<T> result, Runnable stop) {
        requireOtherThread();
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw GenerationJob.rethrown(e.getCause());
        } catch (InterruptedException e) {
            stop.run();
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for pictures");
        }
    }

    void requireOtherThread() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "an observer cannot wait for more: the thread that would do it is calling it");
        }
    }

    /** Ends what waits of a set, and frees its models. */
    void close(Opened opened) {
        queue.removeKinds(kind -> kind instanceof OfSet of && of.opened().equals(opened))
                .forEach(job -> job.fail(new EngineClosedException()));
        try {
            call(() -> {
                memory.remove(opened.models());
                drawer.forget(opened);
                return opened;
            });
        } catch (EngineClosedException alreadyFreed) {
            // With the engine all of its sets are closed.
        }
    }
}
