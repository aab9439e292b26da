package dev.codevar.serve.draw;

import dev.codevar.EditSource;
import dev.codevar.Generation;
import dev.codevar.GenerationHandle;
import dev.codevar.SubmitOptions;
import dev.codevar.fault.EngineClosedException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** All jobs: those at the engine, and for a while those that have ended. */
public final class JobBook implements AutoCloseable {
    private static final int ID_BYTES = 16;
    private static final int OF_A_JOB = 4 << 10;
    private static final int FINISHERS =
            Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors() / 2));

    private final Duration deadline;
    private final Duration keep;
    private final long mostBytes;
    private final int mostGrown;
    private final Consumer<ImageJob> ended;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ImageJob> jobs = new ConcurrentHashMap<>();
    private final Deque<Remembered> endedJobs = new ArrayDeque<>();
    private long bytes;
    private volatile boolean draining;
    private final ExecutorService courier = Executors.newSingleThreadExecutor(task -> thread(task, "codevar-courier"));
    /** Make files of pictures, and answers of those: few, for the engine computes at the same time. */
    private final ExecutorService hands =
            Executors.newFixedThreadPool(FINISHERS, task -> thread(task, "codevar-finisher"));

    /** A job that has ended, and what it was counted with. */
    private record Remembered(ImageJob job, long bytes) {}

    /**
     * @param deadline how long a job may take, waiting included
     * @param keep how long those that have ended are remembered
     * @param mostBytes how many bytes of pictures are remembered
     * @param mostGrown of jobs of so many pictures all previews are remembered: a small model is done before anybody watches
     * @param ended is told of each that has ended
     */
    public JobBook(Duration deadline, Duration keep, long mostBytes, int mostGrown, Consumer<ImageJob> ended) {
        this.deadline = deadline;
        this.keep = keep;
        this.mostBytes = mostBytes;
        this.mostGrown = mostGrown;
        this.ended = ended;
    }

    private static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Hands a wish to the engine.
     *
     * @param route by which way it came in, for counters
     * @param asked whether somebody may ask for it later by its name
     * @param watchers are told of everything
     * @throws RuntimeException what the engine refuses it with
     */
    public ImageJob submit(Wish wish, String route, boolean asked, List<Watcher> watchers) {
        byte[] name = new byte[ID_BYTES];
        random.nextBytes(name);
        boolean grown = wish.previews() && wish.request().items().size() <= mostGrown;
        // Where nobody can join, nobody sees what is kept.
        ImageJob job = new ImageJob(HexFormat.of().formatHex(name), wish, route, grown && asked, watchers, courier);
        GenerationHandle handle;
        // What is taken is seen by whoever drains.
        synchronized (this) {
            if (draining) {
                throw new EngineClosedException();
            }
            handle = wish.served()
                    .code()
                    .submit(wish.request(), job.growth(grown), SubmitOptions.DEFAULT.within(deadline));
            job.handedIn(handle);
            jobs.put(job.id(), job);
        }
        CompletableFuture<Generation> unused = handle.result()
                .whenCompleteAsync(
                        (generation, error) -> {
                            job.end(generation, error, () -> told(job, asked), this::finish);
                            ended.accept(job);
                        },
                        this::finish);
        return job;
    }

    /** What ends while the server stops is told all the same. */
    private void finish(Runnable task) {
        try {
            hands.execute(task);
        } catch (RejectedExecutionException stopped) {
            task.run();
        }
    }

    /** {@return the job of this name, if it is remembered} */
    public Optional<ImageJob> find(String id) {
        forgetOld();
        return Optional.ofNullable(jobs.get(id));
    }

    /** {@return those that have not ended} */
    public Collection<ImageJob> atWork() {
        return jobs.values().stream().filter(job -> !job.state().ended()).toList();
    }

    /** {@return how many are being drawn} */
    public long running() {
        return jobs.values().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .count();
    }

    /** Takes no more. */
    public synchronized void drain() {
        draining = true;
    }

    /** Ends what is at work: its clients are told that the server is stopping. */
    public void stop() {
        atWork().forEach(ImageJob::stop);
    }

    /** Tells those who watch queued jobs where they are. */
    public void tellPlaces() {
        atWork().forEach(ImageJob::tellPlace);
    }

    /** {@return whether it takes no more} */
    public boolean draining() {
        return draining;
    }

    private void told(ImageJob job, boolean asked) {
        if (asked) {
            remember(job);
        } else {
            jobs.remove(job.id());
        }
    }

    /** Of a job whose watchers were told its end: all previews that are kept are there. */
    private void remember(ImageJob job) {
        Remembered last = new Remembered(job, bytesOf(job));
        synchronized (endedJobs) {
            endedJobs.add(last);
            bytes += last.bytes();
        }
        forgetOld();
    }

    private void forgetOld() {
        synchronized (endedJobs) {
            long now = System.nanoTime();
            // The newest stays, however large: its client is about to fetch it.
            while (!endedJobs.isEmpty()
                    && ((bytes > mostBytes && endedJobs.size() > 1)
                            || now - endedJobs.getFirst().job().times().endedAt() > keep.toNanos())) {
                Remembered oldest = endedJobs.removeFirst();
                bytes -= oldest.bytes();
                jobs.remove(oldest.job().id());
            }
        }
    }

    /** Pictures, an edit's source and mask, and what every job takes. */
    private static long bytesOf(ImageJob job) {
        long pictures = job.pictures().stream().mapToLong(png -> png.length).sum();
        EditSource edit = job.wish().edit();
        long pixels = edit == null
                ? 0
                : (long) edit.picture().width() * edit.picture().height();
        return pictures + job.previewBytes() + 4 * pixels + OF_A_JOB;
    }

    /** Ends what is told to watchers, and answered. */
    @Override
    public void close() {
        courier.shutdown();
        try {
            courier.awaitTermination(5, TimeUnit.SECONDS);
            hands.shutdown();
            hands.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
