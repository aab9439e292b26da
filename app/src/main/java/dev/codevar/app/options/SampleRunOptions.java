package dev.codevar.app.options;

import static dev.codevar.app.options.Given.first;

import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.Description;
import dev.codevar.models.ModelFingerprint;
import dev.codevar.models.PlanSpec;
import dev.codevar.report.provenance.Kernels;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.run.Preset;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which pictures a run draws. */
public final class SampleRunOptions {
    private static final long DEFAULT_SEED = 42;

    @Option(
            names = "--per-class",
            paramLabel = "N",
            description =
                    "How many pictures of each class, from 1 to 10,000,000 of all. Default: 50; for scores at once, as many as make 10,000 of all.")
    private @Nullable Integer perClass;

    @Mixin
    private final ClassOptions classes = new ClassOptions();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "Options of published scores: paper (CoDe: --cfg 1.5 --top-k 600 --top-p 0.96, --temperature 1.1 on"
                            + " 7 scales and 1 on 3), or var (VAR: --cfg 1.5 --top-k 900 --top-p 0.96 --temperature 1); 50 a"
                            + " class. Options beside it change it.")
    private @Nullable String preset;

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            description = "The run's seed: every picture's follows from it, its class and its number. Default: 42.")
    private @Nullable Long seed;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description =
                    "How many pictures are drawn at a time, 1 to 4096, from the run's beginning to its end. Default:"
                            + " what fits an eighth of the memory that is left, at most 64.")
    private @Nullable Integer batch;

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    /**
     * What a run keeps, and how large it usually is.
     *
     * @param npzOnly whether there are no PNG files
     * @param streamed what is kept instead of pictures, or null
     * @param usualPerClass how many pictures of each class unless something else is said
     */
    public record Kept(boolean npzOnly, @Nullable Streamed streamed, int usualPerClass) {
        /** As published scores have it. */
        public static final int PUBLISHED_PER_CLASS = 50;

        /** Fewer pictures than this give Fréchet distances that are visibly too large. */
        private static final int MANY = 10_000;

        /** {@return features alone, of many pictures however few classes there are} */
        public static Kept scored(Streamed streamed, Description set) {
            int classes = set.classes().size();
            return new Kept(false, streamed, Math.max(PUBLISHED_PER_CLASS, (MANY + classes - 1) / classes));
        }
    }

    /** {@return whether any of these options is given} */
    public boolean any() {
        return sayWhat() || batch != null;
    }

    /** {@return whether any option is given that says what to draw, not only how many at a time} */
    public boolean sayWhat() {
        return sampling.any()
                || classes.any()
                || Stream.of(perClass, preset, seed).anyMatch(Objects::nonNull);
    }

    /** {@return how many pictures are asked for at a time, or null} */
    public @Nullable Integer batch() {
        if (batch != null) {
            OptionRanges.require("batch", batch, 1, Request.LARGEST_BATCH);
        }
        return batch;
    }

    /**
     * What is given on the command line comes first, then what the preset says, then what was begun, then what is usual.
     *
     * @param model the models' name or whole path
     * @param spec who draws which scales
     * @param begun the run that goes on, or null
     * @param asked the share asked for, or null for the whole or what was begun
     * @param kept what else is kept of the pictures
     */
    public SampleRun run(
            CoDe code, String model, PlanSpec spec, @Nullable SampleRun begun, @Nullable Share asked, Kept kept) {
        Preset chosen = preset == null ? null : Preset.of(preset);
        Description description = code.models().description();
        Sampling tokens = tokens(code, chosen, begun);
        Share share = first(asked, Given.part(begun, Share::of), Share.WHOLE);
        List<Integer> all =
                IntStream.range(0, description.classes().size()).boxed().toList();
        List<String> names = classes.asked();
        List<Integer> labels = names == null
                ? null
                : names.stream().map(code.models()::classOf).toList();
        return new SampleRun(
                SampleRun.FORMAT,
                Program.version(),
                Kernels.withThreads(code.device(), Precision.of(code.precision())),
                model,
                ModelFingerprint.of(code.models(), spec),
                spec.text(),
                code.device().replaceAll("cuda:\\d+", "cuda"),
                code.precision(),
                Libtorch.threads(),
                tokens.cfg(),
                tokens.temperature(),
                tokens.topK(),
                tokens.topP(),
                first(labels, Given.part(begun, SampleRun::classes), all),
                first(
                        perClass,
                        Given.part(chosen, Preset::perClass),
                        Given.part(begun, SampleRun::perClass),
                        kept.usualPerClass()),
                first(seed, Given.part(begun, SampleRun::seed), DEFAULT_SEED),
                block(code, spec, tokens, begun, share),
                code.pictureSide(spec),
                kept.npzOnly() || (begun != null && begun.npzOnly()),
                kept.streamed(),
                share.shard(),
                share.shards());
    }

    private Sampling tokens(CoDe code, @Nullable Preset chosen, @Nullable SampleRun begun) {
        Sampling preferred = chosen == null ? null : chosen.sampling();
        Sampling usual = code.request().build().items().get(0).sampling();
        return new Sampling(
                first(
                        sampling.cfg,
                        Given.part(preferred, Sampling::cfg),
                        Given.part(begun, SampleRun::cfg),
                        usual.cfg()),
                first(
                        sampling.temperature,
                        Given.part(preferred, Sampling::temperature),
                        Given.part(begun, SampleRun::temperature),
                        usual.temperature()),
                first(
                        sampling.topK,
                        Given.part(preferred, Sampling::topK),
                        Given.part(begun, SampleRun::topK),
                        usual.topK()),
                first(
                        sampling.topP,
                        Given.part(preferred, Sampling::topP),
                        Given.part(begun, SampleRun::topP),
                        usual.topP()));
    }

    private int block(CoDe code, PlanSpec spec, Sampling tokens, @Nullable SampleRun begun, Share share) {
        Integer given = batch();
        if (given != null) {
            return given;
        }
        if (begun != null) {
            return begun.block();
        }
        if (share.shards() > 1) {
            throw new InvalidInputException(
                    "--shard needs --batch, the same for every shard: what is drawn at a time decides the last bits");
        }
        Request.Item one = new Request.Item(0, 0, tokens, Optional.empty());
        return code.admit(new Request(spec, List.of(one), RandomMode.PER_PICTURE, false, 0), GenerationObserver.NONE);
    }
}
