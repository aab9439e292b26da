package dev.codevar.measure.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.evaluation.features.ClassifierFeatures;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.files.npz.NpyHeader;
import dev.codevar.files.npz.NpyType;
import dev.codevar.files.npz.NpzArray;
import dev.codevar.files.npz.NpzWriter;
import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep of fashion32 over two plans, of six pictures each. */
@Tag("slow")
class SweepTest {
    private static final ModelSet SET = ModelSet.open(Path.of("..", "models", "fashion32"));

    @TempDir
    Path temp;

    /** Of one plan fewer pictures fit into memory: no time may be that of a larger batch. */
    @Test
    void plansAreDrawnAndTimedInTheBatchThatFitsAllOfThem() {
        SweepFolder folder = new SweepFolder(temp.resolve("sweep"));
        List<SweepPlan> plans = Stream.of("small", "large:1,small")
                .map(plan -> SweepPlan.of(plan, SET.description()))
                .toList();
        SweepOptions asked = new SweepOptions(SweepOptions.ALL, null, null, null, 1);
        SweepReport report;
        try (FeatureNetwork network =
                ClassifierFeatures.open(SET.featuresFile().orElseThrow(), "fashion32", Device.CPU)) {
            report = new Sweep(
                            SET,
                            Resources.of(Device.CPU, Precision.FLOAT32),
                            network,
                            reference(network.layout().pool()),
                            (device, precisions) ->
                                    new Ceilings(30e9, new Ceilings.Rates(210e9, 160e9), null, null, null),
                            new FeaturePlaces(null),
                            EvaluationProgress.NONE)
                    .run(
                            plans,
                            folder,
                            asked,
                            (code, plan, begun) -> run(plan, plan.name().equals("small") ? 4 : 3, network));
        }
        assertThat(report.points()).extracting(point -> point.speed().batch()).containsExactly(3, 3);
        assertThat(plans)
                .extracting(plan ->
                        RunSampler.recorded(folder.run(plan)).orElseThrow().block())
                .containsExactly(3, 3);
    }

    private Path reference(int dimensions) {
        Path file = temp.resolve("reference.npz");
        float[] values = new float[20 * dimensions];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        try (NpzWriter npz = NpzWriter.create(file)) {
            try (NpzArray array = npz.array("features", NpyHeader.of(NpyType.FLOAT32, 20, dimensions))) {
                array.write(values);
            }
            npz.commit();
        }
        return file;
    }

    private static SampleRun run(SweepPlan plan, int block, FeatureNetwork network) {
        return new SampleRun(
                SampleRun.FORMAT,
                "test",
                "kernels",
                "fashion32",
                ModelFingerprint.of(SET, plan.spec()),
                plan.spec().text(),
                "cpu",
                "float32",
                1,
                1.5,
                List.of(1.0),
                List.of(100),
                0.96,
                List.of(1, 8),
                3,
                42,
                block,
                32,
                false,
                new FeatureRows(network).streamed(null),
                1,
                1);
    }
}
