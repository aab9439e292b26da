package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.CoDe;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeatureNetworks;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.ProvenanceText;
import dev.codevar.sampling.Recorder;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.parts.Part;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.parts.PartManifest;
import dev.codevar.sampling.parts.PartsJob;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/** Runs of fashion32 in blocks of 4, as {@code codevar sample} draws them in this process: what a cluster is compared with. */
final class Drawn {
    static final Path MODELS =
            Path.of("..", "models", "fashion32").toAbsolutePath().normalize();
    static final String PLAN = "large:2,small";
    static final int BLOCK = 4;

    private Drawn() {}

    /** {@return a run of 10 times {@code perClass} pictures} */
    static SampleRun run(PartKind kind, int perClass) {
        ModelSet set = ModelSet.open(MODELS);
        Libtorch.useThreads(1);
        try (FeatureNetwork network = FeatureNetworks.open(null, set, Device.CPU);
                CoDe code = CoDe.open(MODELS, Device.CPU, Precision.FLOAT32)) {
            Streamed streamed = kind == PartKind.FEATURES ? new FeatureRows(network).streamed(null) : null;
            return run(set, code, kind == PartKind.NPZ, streamed, perClass);
        }
    }

    private static SampleRun run(ModelSet set, CoDe code, boolean npzOnly, @Nullable Streamed streamed, int perClass) {
        return new SampleRun(
                SampleRun.FORMAT,
                Program.version(),
                Kernels.of(code.device()),
                "fashion32",
                ModelFingerprint.of(set, PlanSpec.parse(PLAN, set.description())),
                PLAN,
                "cpu",
                "float32",
                1,
                1.5,
                List.of(1.0),
                List.of(100),
                0.96,
                IntStream.range(0, 10).boxed().toList(),
                perClass,
                7,
                BLOCK,
                32,
                npzOnly,
                streamed,
                1,
                1);
    }

    /** {@return the job of such a run} */
    static PartsJob job(SampleRun run, PartKind kind, String out) {
        return new PartsJob(
                PartsJob.FORMAT, run, kind, MODELS.toString(), List.of(), List.of(), false, null, out, 2, false);
    }

    /** Draws a run on this machine alone. */
    static void alone(SampleRun run, Path folder) {
        try (CoDe code = CoDe.open(MODELS, Device.CPU, Precision.FLOAT32);
                FeatureNetwork network = FeatureNetworks.open(null, ModelSet.open(MODELS), Device.CPU)) {
            Recorder recorder = run.streamed() == null ? Recorder.PIXELS : new FeatureRows(network);
            new RunSampler(code, new ProvenanceText(code, run), (task, done, total) -> {}, recorder).run(run, folder);
        }
    }

    /** Fails unless archives hold every picture of a run once, as this machine draws it into the folder {@code alone}. */
    static void requireAll(SampleRun run, Path alone, Path out) throws IOException {
        alone(run, alone);
        PartManifest manifest = new PartFolder(out).manifest().orElseThrow();
        Map<String, byte[]> files = new TreeMap<>();
        for (Part part : manifest.parts()) {
            try (InputStream in = Files.newInputStream(new PartFolder(out).file(part));
                    TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
                for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    assertThat(files.put(entry.getName(), tar.readAllBytes()))
                            .as(entry.getName())
                            .isNull();
                }
            }
        }
        assertThat(files).hasSize(3 * run.total());
        for (int position = 0; position < run.total(); position++) {
            assertThat(files.get(String.format("%09d.png", position)))
                    .isEqualTo(Files.readAllBytes(RunSampler.png(alone, run, position)));
        }
    }
}
