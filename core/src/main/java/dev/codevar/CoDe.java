package dev.codevar;

import dev.codevar.fault.EngineClosedException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.memory.Admission;
import dev.codevar.memory.Opened;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.Tokens;
import dev.codevar.queue.Job;
import dev.codevar.queue.Kind;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.PictureCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model set, ready to make pictures. Requests may come from any thread. They share the thread of an {@link Engine}, this set's own
 * unless it was opened in one: pictures of several requests are drawn together where that changes none of them. Models are read when
 * a plan first needs them.
 *
 * <pre>{@code
 * try (CoDe code = CoDe.open(Path.of("models/fashion32"))) {
 *     Request request = code.request().classes("Sneaker").count(8).seed(7).build();
 *     Generation done = code.generate(request, GenerationObserver.NONE);
 * }
 * }</pre>
 */
public final class CoDe implements PictureCodec, AutoCloseable {
    private final Engine engine;
    private final Opened opened;
    private final boolean ownEngine;
    private final Autoencoding autoencoding;
    private final Object lock = new Object();
    private boolean closed;

    CoDe(Engine engine, Opened opened, boolean ownEngine) {
        this.engine = engine;
        this.opened = opened;
        this.ownEngine = ownEngine;
        this.autoencoding = new Autoencoding(this, engine, opened);
    }

    /**
     * Opens a model set on the processor, in the precision that it computes best.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints, as published or as trainings leave them
     */
    public static CoDe open(Path folder) {
        return open(folder, Device.CPU, Device.CPU.defaultPrecision());
    }

    /**
     * Opens a model set.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints, as published or as trainings leave them
     * @param device where to compute
     * @param precision how finely; float16 needs a CUDA device
     */
    public static CoDe open(Path folder, Device device, Precision precision) {
        return open(ModelSet.open(folder), Resources.of(device, precision));
    }

    /**
     * Opens a model set that is already described, such as {@link ModelSet#random}.
     *
     * @param models the set
     * @param resources what of the machine may be used
     */
    public static CoDe open(ModelSet models, Resources resources) {
        Engine engine = Engine.start(EngineOptions.DEFAULT);
        try {
            return engine.open(models, resources, true);
        } catch (RuntimeException notOfThisSet) {
            engine.close();
            throw notOfThisSet;
        }
    }

    /** {@return the model set} */
    public ModelSet models() {
        return opened.set();
    }

    /** {@return where it computes, as commands name it} */
    public String device() {
        return opened.resources().label();
    }

    /** {@return how finely it computes, as commands name it} */
    public String precision() {
        return opened.resources().precision().label();
    }

    /** {@return a request to put together, with the model set's own defaults} */
    public Request.Builder request() {
        return new Request.Builder(opened.set());
    }

    /** {@return the scales that {@code plan} draws} */
    public Pyramid pyramid(PlanSpec plan) {
        return opened.models().config(plan).pyramid();
    }

    /** {@return the side of a picture that {@code plan} makes, in pixels} */
    public int pictureSide(PlanSpec plan) {
        return opened.models().pictureSide(plan);
    }

    /**
     * Makes pictures: hands the request in, and waits.
     *
     * @param request what is asked for
     * @param observer told of every step
     * @return the pictures and how long they took
     * @throws InvalidInputException if the request does not fit the models
     * @throws dev.codevar.fault.QueueFullException if too many requests wait
     * @throws dev.codevar.fault.CodeVarException if memory does not suffice, or a checkpoint is broken
     * @throws java.util.concurrent.CancellationException if the observer said stop, or the waiting thread is interrupted
     * @throws IllegalStateException after {@link #close}; if it was called before the request was done, too
     */
    public Generation generate(Request request, GenerationObserver observer) {
        engine.worker().requireOther();
        return submit(request, observer).await();
    }

    /** As {@link #submit(Request, GenerationObserver, SubmitOptions)}, without a deadline. */
    public GenerationHandle submit(Request request, GenerationObserver observer) {
        return submit(request, observer, SubmitOptions.DEFAULT);
    }

    /**
     * Hands a request in.
     *
     * @param request what is asked for
     * @param observer told of every step
     * @param how whether there is a deadline, and who gets the pictures
     * @return at once, what to wait by, to ask, or to cancel
     * @throws InvalidInputException if the request does not fit the models
     * @throws dev.codevar.fault.QueueFullException if too many requests wait, or their pictures take Java's heap
     * @throws dev.codevar.fault.DeadlineException if what waits already takes longer than the deadline
     * @throws dev.codevar.fault.CodeVarException if Java's heap can never hold the pictures
     * @throws IllegalStateException after {@link #close}
     */
    public GenerationHandle submit(Request request, GenerationObserver observer, SubmitOptions how) {
        requireLegal(request);
        synchronized (lock) {
            requireOpen();
            return new GenerationHandle(engine.submit(opened, request, observer, how), engine.queue());
        }
    }

    /** Finds what is wrong with a request before gigabytes of weights are read for it. */
    private void requireLegal(Request request) {
        request.requireFits(opened.models().config(request.plan()), pictureSide(request.plan()));
    }

    /**
     * Checks a request without drawing anything or reading weights.
     *
     * @param request what would be asked for
     * @param observer told if fewer pictures would be drawn at a time than are asked for
     * @return how many pictures would be drawn at a time
     * @throws InvalidInputException if the request does not fit the models
     * @throws dev.codevar.fault.CodeVarException if not even one picture fits into memory
     */
    public int admit(Request request, GenerationObserver observer) {
        requireLegal(request);
        return call(() -> new Admission(opened, engine.memory(), request.plan(), request.memoryKind())
                .batch(request.batch(), request.items().size(), Admission.LARGEST_CHOSEN, observer::batchReduced));
    }

    @Override
    public List<Picture> reconstruct(Picture picture) {
        return autoencoding.reconstruct(List.of(picture)).get(0);
    }

    @Override
    public List<Tokens> encode(List<Picture> pictures) {
        return autoencoding.encode(List.copyOf(pictures));
    }

    @Override
    public List<Picture> decode(List<Tokens> tokens) {
        return autoencoding.decode(List.copyOf(tokens));
    }

    /**
     * Frees the transformers that {@code plan} does not need, and the memory kept for caches: both are made again when they are
     * needed.
     *
     * @param plan the plan to be ready for
     */
    public void keepOnly(PlanSpec plan) {
        call(() -> {
            opened.models().keepOnly(plan);
            return plan;
        });
    }

    private <T> T call(Supplier<T> task) {
        requireOpen();
        return engine.worker().call(task);
    }

    <J extends Job> void handIn(Kind<J> kind, J job) {
        engine.worker().requireOther();
        synchronized (lock) {
            requireOpen();
            engine.queue().add(kind, job);
        }
    }

    private void requireOpen() {
        synchronized (lock) {
            if (closed) {
                throw new EngineClosedException();
            }
        }
    }

    /**
     * Waits for the batch at work, ends the set's requests that are not done with an {@link EngineClosedException}, and frees its
     * models. A second call returns when they are freed, too. {@link Engine#drain} before it waits for all requests.
     */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        if (ownEngine) {
            engine.close();
        } else {
            engine.close(opened);
        }
    }
}
