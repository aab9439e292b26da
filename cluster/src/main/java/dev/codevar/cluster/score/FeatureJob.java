package dev.codevar.cluster.score;

import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.parts.EvaluateJob;
import dev.codevar.file.FilePaths;
import dev.codevar.models.ModelSet;
import dev.codevar.report.json.Json;
import dev.codevar.sampling.run.Maker;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Resources;
import java.util.LinkedHashSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Pictures whose features executors compute.
 *
 * @param job what it is for
 * @param pictures the pictures' address
 * @param identity what the driver found there
 * @param network the fingerprint of the driver's network
 * @param maker what computes there
 * @param out where features go
 */
public record FeatureJob(EvaluateJob job, String pictures, String identity, String network, Maker maker, String out) {
    /** {@return the network of a job, on a device of this machine} */
    public static FeatureNetwork network(EvaluateJob job, @Nullable ModelSet set, String deviceName) {
        Device device =
                Objects.requireNonNull(Resources.parseDevices(deviceName).get(Resources.EVERYTHING_ELSE));
        return FeatureNetworks.open(job.inception() == null ? null : FilePaths.of(job.inception()), set, device);
    }

    /** {@return the job's model set; null if it reads none} */
    public static @Nullable ModelSet set(EvaluateJob job) {
        return job.models() == null
                ? null
                : ModelSet.open(FilePaths.of(job.models()), new LinkedHashSet<>(job.entries()));
    }

    String json() {
        return Json.line(this);
    }

    static FeatureJob parse(String json) {
        return Json.parse(json, FeatureJob.class, "the job");
    }
}
