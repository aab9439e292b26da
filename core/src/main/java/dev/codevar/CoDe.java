package dev.codevar;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.List;

/**
 * A model set, ready to make pictures. Requests may come from any thread; they run one after the other on a thread of this
 * object's own, so that they never disturb each other. Models are read when a plan first needs them.
 *
 * <pre>{@code
 * try (CoDe code = CoDe.open(Path.of("models/fashion32"))) {
 *     Request request = code.request().classes("Sneaker").count(8).seed(7).build();
 *     Generation done = code.generate(request, GenerationObserver.NONE);
 * }
 * }</pre>
 */
public final class CoDe implements AutoCloseable {
    private final ModelSet models;
    private final Resources resources;
    private final LoadedModels loaded;
    private final Worker worker = new Worker();
    private final Autoencoding autoencoding;

    private CoDe(ModelSet models, Resources resources) {
        this.models = models;
        this.resources = resources;
        this.loaded = new LoadedModels(models, resources);
        this.autoencoding = new Autoencoding(models, loaded, resources, worker);
    }

    /**
     * Opens a model set on the processor, in the precision that it computes best.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints under their published names
     */
    public static CoDe open(Path folder) {
        return open(folder, Device.CPU, Device.CPU.defaultPrecision());
    }

    /**
     * Opens a model set.
     *
     * @param folder a folder with {@code model.json}, or with checkpoints under their published names
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
        Libtorch.load();
        resources.devices().keySet().forEach(models::transformerConfig);
        return new CoDe(models, resources);
    }

    /** {@return the model set} */
    public ModelSet models() {
        return models;
    }

    /** {@return where it computes, as commands name it} */
    public String device() {
        return resources.label();
    }

    /** {@return how finely it computes, as commands name it} */
    public String precision() {
        return resources.precision().label();
    }

    /** {@return a request to put together, with the model set's own defaults} */
    public Request.Builder request() {
        return new Request.Builder(models);
    }

    /** {@return the scales that {@code plan} draws} */
    public Pyramid pyramid(PlanSpec plan) {
        return loaded.config(plan).pyramid();
    }

    /** {@return the side of a picture that {@code plan} makes, in pixels} */
    public int pictureSide(PlanSpec plan) {
        return loaded.pictureSide(plan);
    }

    /**
     * Makes pictures.
     *
     * @param request what is asked for
     * @param observer told of every step
     * @return the pictures and how long they took
     * @throws InvalidInputException if the request does not fit the models
     * @throws dev.codevar.fault.CodeVarException if a checkpoint is broken
     * @throws java.util.concurrent.CancellationException if the observer said stop, or the waiting thread is interrupted
     * @throws IllegalStateException after {@link #close}
     */
    public Generation generate(Request request, GenerationObserver observer) {
        Stopwatch stopwatch = new Stopwatch(observer, pyramid(request.plan()).scales());
        return worker.call(
                () -> new RequestRun(request, models, loaded, resources, observer, stopwatch).run(), stopwatch::stop);
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
        Stopwatch stopwatch = new Stopwatch(observer, pyramid(request.plan()).scales());
        return worker.call(
                () -> new RequestRun(request, models, loaded, resources, observer, stopwatch).admit(), () -> {});
    }

    /**
     * Sends a picture through the VQ-VAE.
     *
     * @param picture of the model's size
     * @return the picture as it is after every scale; the last is the reconstruction
     * @throws InvalidInputException if it is of another size
     * @throws dev.codevar.fault.CodeVarException if the VQ-VAE does not fit into memory, or its file is broken
     */
    public List<Picture> reconstruct(Picture picture) {
        return autoencoding.reconstruct(List.of(picture)).get(0);
    }

    /** As {@link #encode(List)}, of one picture. */
    public Tokens encode(Picture picture) {
        return encode(List.of(picture)).get(0);
    }

    /**
     * Finds the tokens of pictures, in float32 always: a token is a decision that rounding can turn.
     *
     * @param pictures of the model's size; each is encoded alone, whatever else is in the list
     * @return for each its tokens, of all K scales
     * @throws InvalidInputException if one is of another size
     * @throws dev.codevar.fault.CodeVarException if the VQ-VAE does not fit into memory, or its file is broken
     * @throws java.util.concurrent.CancellationException if the waiting thread is interrupted
     * @throws IllegalStateException after {@link #close}
     */
    public List<Tokens> encode(List<Picture> pictures) {
        return autoencoding.encode(List.copyOf(pictures));
    }

    /** As {@link #decode(List)}, of one picture. */
    public Picture decode(Tokens tokens) {
        return decode(List.of(tokens)).get(0);
    }

    /**
     * Makes the pictures of tokens, whether they come from {@link #encode(List)}, from {@link Generated#tokens} or from elsewhere.
     *
     * @param tokens of this model's scales or, as {@link Tokens#first} gives them, of the coarsest of them, and of as many codes
     *     as it has; each is decoded alone, whatever else is in the list
     * @return for each its picture, of the model's size
     * @throws InvalidInputException if some are of other scales or codes
     * @throws dev.codevar.fault.CodeVarException if the VQ-VAE does not fit into memory, or its file is broken
     * @throws java.util.concurrent.CancellationException if the waiting thread is interrupted
     * @throws IllegalStateException after {@link #close}
     */
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
        worker.call(
                () -> {
                    loaded.keepOnly(plan);
                    return plan;
                },
                () -> {});
    }

    /** Waits for the request at work, then frees every model. A second call does nothing. */
    @Override
    public void close() {
        worker.close(loaded::close);
    }
}
