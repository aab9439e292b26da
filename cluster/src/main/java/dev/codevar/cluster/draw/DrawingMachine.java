package dev.codevar.cluster.draw;

import dev.codevar.CoDe;
import dev.codevar.cluster.task.OncePerProcess;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.BlockDrawer;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.ProvenanceText;
import dev.codevar.sampling.Recorder;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.spark.SparkFiles;
import org.jspecify.annotations.Nullable;

/** The models of a process, opened once for all tasks of a job; they draw one block at a time, with all the threads that the run fixes. */
final class DrawingMachine {
    private static final OncePerProcess<Key, DrawingMachine> MACHINES = new OncePerProcess<>(DrawingMachine::end);

    private final PartsJob job;
    private final CoDe code;
    private final @Nullable FeatureNetwork network;
    private final BlockDrawer drawer;
    private final Recorder recorder;
    private final Maker maker;

    /** What models are opened for. */
    record Key(PartsJob job, String device) {}

    private DrawingMachine(Key key) {
        this.job = key.job;
        SampleRun run = job.run();
        Path folder = folder(job);
        ModelSet set = ModelSet.open(folder, new LinkedHashSet<>(job.entries()));
        Libtorch.useThreads(run.threads());
        Device device =
                Objects.requireNonNull(Resources.parseDevices(key.device).get(Resources.EVERYTHING_ELSE));
        OptionalLong memory = job.maxMemory() == null ? OptionalLong.empty() : OptionalLong.of(job.maxMemory());
        this.code = CoDe.open(
                set, new Resources(device, java.util.Map.of(), Precision.of(run.precision()), job.lowMemory(), memory));
        try {
            this.network = network(run.streamed(), set, device);
            this.recorder = network == null ? Recorder.PIXELS : new FeatureRows(network);
            this.drawer = new BlockDrawer(code, run);
            this.maker = new Maker(Program.version(), Kernels.of(code.device()));
            check(set);
            drawer.admit();
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    /** {@return the use of this process's machine for a job, opened if it is not yet} */
    static OncePerProcess<Key, DrawingMachine>.Use of(PartsJob job, String device) {
        return MACHINES.use(new Key(job, device), DrawingMachine::new);
    }

    private static Path folder(PartsJob job) {
        Path folder =
                job.brought().isEmpty() ? FilePaths.of(job.models()) : FilePaths.of(SparkFiles.getRootDirectory());
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("the model set " + folder
                    + " is not there: every executor needs it under the same path, or --bring-models");
        }
        return folder;
    }

    private static @Nullable FeatureNetwork network(@Nullable Streamed streamed, ModelSet set, Device device) {
        if (streamed == null) {
            return null;
        }
        Path weights = streamed.weights() == null ? null : FilePaths.of(streamed.weights());
        FeatureNetwork network = FeatureNetworks.open(weights, set, device);
        if (!network.fingerprint().equals(streamed.network())) {
            network.close();
            throw new InvalidInputException("its network for features has other weights than the run's");
        }
        return network;
    }

    /** Refuses what would draw other pictures. */
    private void check(ModelSet set) {
        SampleRun run = job.run();
        String fingerprint = ModelFingerprint.of(set, PlanSpec.parse(run.plan(), set.description()));
        if (!fingerprint.equals(run.fingerprint())) {
            throw new InvalidInputException("its model set has weights with the fingerprint " + fingerprint
                    + ", and the run's have " + run.fingerprint());
        }
        if (!job.otherKernels() && !maker.equals(run.maker())) {
            throw new InvalidInputException("it is " + maker.text() + ", and the run was begun by "
                    + run.maker().text() + ": pictures may come out otherwise; --other-kernels lets it draw, and the"
                    + " manifest names it");
        }
    }

    /** {@return what draws here beside the models} */
    Maker maker() {
        return maker;
    }

    /** {@return what PNG files say} */
    PictureText text() {
        return new ProvenanceText(code, job.run());
    }

    /**
     * A block as it was drawn.
     *
     * @param pictures its pictures
     * @param records what the run keeps of each
     */
    record Block(List<Picture> pictures, List<byte[]> records) {}

    /** {@return a block, drawn when no other task of this process draws} */
    synchronized Block draw(int block) {
        List<Picture> pictures = drawer.draw(block, done -> {});
        return new Block(pictures, recorder.records(pictures));
    }

    private void end() {
        code.close();
        if (network != null) {
            network.close();
        }
    }
}
