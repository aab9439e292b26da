package dev.codevar.cluster.score;

import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.OncePerProcess;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.journal.Blocks;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.run.Maker;
import dev.codevar.tensor.Libtorch;
import java.util.List;

/** The network and the pictures of a process, opened once for all tasks of a job; features are computed a block at a time. */
final class FeatureMachine {
    private static final OncePerProcess<Key, FeatureMachine> MACHINES = new OncePerProcess<>(FeatureMachine::end);

    private final FeatureNetwork network;
    private final PictureSet pictures;
    private final Blocks blocks;
    private final Maker maker;

    /** What they are opened for. */
    record Key(FeatureJob job, String device) {}

    private FeatureMachine(Key key) {
        FeatureJob job = key.job;
        Libtorch.useThreads(job.job().threads());
        this.maker = new Maker(Program.version(), Kernels.of(key.device));
        if (!job.job().otherKernels() && !maker.equals(job.maker())) {
            throw new InvalidInputException("it is " + maker.text() + ", and the driver is "
                    + job.maker().text() + ": features may come out otherwise; --other-kernels lets it compute");
        }
        this.network = FeatureJob.network(job.job(), FeatureJob.set(job.job()), key.device);
        try {
            this.pictures = PictureAddress.open(job.pictures(), ClusterTask.hadoop());
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        this.blocks = FeatureRows.blocks(pictures.count());
        try {
            check(job);
        } catch (RuntimeException e) {
            end();
            throw e;
        }
    }

    private void check(FeatureJob job) {
        if (!network.fingerprint().equals(job.network())) {
            throw new InvalidInputException("its network for features has other weights than the driver's");
        }
        if (!pictures.identity().equals(job.identity())) {
            throw new InvalidInputException(
                    job.pictures() + " holds other pictures there than on the driver: all machines need the same");
        }
    }

    /** {@return the use of this process's machine for a job, opened if it is not yet} */
    static OncePerProcess<Key, FeatureMachine>.Use of(FeatureJob job, String device) {
        return MACHINES.use(new Key(job, device), FeatureMachine::new);
    }

    /** {@return what computes here} */
    Maker maker() {
        return maker;
    }

    Blocks blocks() {
        return blocks;
    }

    /** {@return a row for each picture of a block, computed when no other task of this process computes} */
    synchronized List<byte[]> rows(int block) {
        return new FeatureRows(network).of(pictures, blocks, block);
    }

    private void end() {
        network.close();
        pictures.close();
    }
}
