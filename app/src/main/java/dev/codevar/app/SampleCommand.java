package dev.codevar.app;

import dev.codevar.CoDe;
import dev.codevar.GenerationObserver;
import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.Sampling;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.sample.ModelFingerprint;
import dev.codevar.lab.sample.PictureText;
import dev.codevar.lab.sample.Preset;
import dev.codevar.lab.sample.SampleResult;
import dev.codevar.lab.sample.SampleRun;
import dev.codevar.lab.sample.Sampler;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code codevar sample}: so many pictures of every class, for scores. */
@Command(
        name = "sample",
        description = {
            "Draw as many pictures of every class: a PNG file for each in a folder, and all of them in one array file beside"
                    + " it (arr_0, 8 bits, pictures x height x width x 3), shuffled. order.csv in the folder says which"
                    + " picture stands where.",
            "Started again, a run that was broken off goes on; --out alone is enough. What comes out is the same to the"
                    + " byte, on machines of one kind, however often it is broken off and however it is split."
        },
        sortOptions = false)
final class SampleCommand implements Callable<Integer> {
    private static final int DEFAULT_PER_CLASS = 50;
    private static final long DEFAULT_SEED = 42;
    private static final Pattern SHARD = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    private final Terminal terminal;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FOLDER",
            description =
                    "Where to: a new or empty folder, or the one of a run to go on with. The array is FOLDER.npz.")
    private @Nullable Path out;

    @Option(names = "--per-class", paramLabel = "N", description = "How many pictures of each class. Default: 50.")
    private @Nullable Integer perClass;

    @Option(
            names = {"-c", "--class"},
            paramLabel = "CLASS",
            split = ";",
            description =
                    "A class by number or name; several by repeating the option or with ';' between. Default: all.")
    private @Nullable List<String> classes;

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

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            description =
                    "Draw only one of N shares, from 1/N to N/N, each into a folder of its own: codevar sample merge"
                            + " joins them. Needs --batch, the same for all.")
    private @Nullable String shard;

    @Option(names = "--npz-only", description = "Write no PNG files.")
    private boolean npzOnly;

    @Mixin
    private final PlanOptions plan = new PlanOptions();

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions();

    @Mixin
    private final ModelOptions models = new ModelOptions();

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    private SampleCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** {@return the command with its subcommand} */
    static CommandLine tree(Terminal terminal) {
        return new CommandLine(new SampleCommand(terminal)).addSubcommand(new SampleMergeCommand(terminal));
    }

    @Override
    public Integer call() {
        if (out == null) {
            throw new InvalidInputException("say by --out where the pictures go: a folder");
        }
        OutputFiles.requireFolder(out);
        SampleRun begun = Sampler.recorded(out).orElse(null);
        String model = first(models.model, of(begun, SampleRun::model), ModelOptions.DEFAULT_MODEL);
        try (CoDe code = open(model, begun);
                Bars bars = Bars.withSpeed(terminal, " pictures")) {
            SampleRun run = run(code, model, begun);
            Sampler sampler = new Sampler(
                    code,
                    text(code, begun == null ? run : begun),
                    (task, done, total) -> bars.at(task, done, OptionalLong.of(total)));
            SampleResult result = sampler.run(run, out);
            bars.close();
            SampleReport.of(result).print(terminal.out(), json);
        }
        return 0;
    }

    private CoDe open(String model, @Nullable SampleRun begun) {
        return models.open(
                ModelSet.open(ModelFinder.system().folder(model)),
                first(models.device, of(begun, SampleRun::device), "cpu"),
                models.precision == null ? of(begun, SampleRun::precision) : models.precision,
                models.threads == null ? of(begun, SampleRun::threads) : models.threads);
    }

    /** What is given on the command line comes first, then what the preset says, then what was begun, then what is usual. */
    private SampleRun run(CoDe code, String model, @Nullable SampleRun begun) {
        Preset chosen = preset == null ? null : Preset.of(preset);
        Sampling preferred = chosen == null ? null : chosen.sampling();
        Description description = code.models().description();
        Sampling usual = code.request().build().items().get(0).sampling();
        PlanSpec spec = PlanSpec.parse(
                first(plan.chosen(description), of(begun, SampleRun::plan), description.defaultPlan()), description);
        Sampling tokens = new Sampling(
                first(sampling.cfg, of(preferred, Sampling::cfg), of(begun, SampleRun::cfg), usual.cfg()),
                first(
                        sampling.temperature,
                        of(preferred, Sampling::temperature),
                        of(begun, SampleRun::temperature),
                        usual.temperature()),
                first(sampling.topK, of(preferred, Sampling::topK), of(begun, SampleRun::topK), usual.topK()),
                first(sampling.topP, of(preferred, Sampling::topP), of(begun, SampleRun::topP), usual.topP()));
        int[] share = share(begun);
        List<Integer> all =
                IntStream.range(0, description.classes().size()).boxed().toList();
        List<Integer> labels = classes == null
                ? null
                : classes.stream().map(code.models()::classOf).toList();
        return new SampleRun(
                SampleRun.FORMAT,
                Version.number(),
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
                first(labels, of(begun, SampleRun::classes), all),
                first(perClass, of(chosen, Preset::perClass), of(begun, SampleRun::perClass), DEFAULT_PER_CLASS),
                first(seed, of(begun, SampleRun::seed), DEFAULT_SEED),
                block(code, spec, tokens, begun),
                code.pictureSide(spec),
                npzOnly || (begun != null && begun.npzOnly()),
                share[0],
                share[1]);
    }

    private int block(CoDe code, PlanSpec spec, Sampling tokens, @Nullable SampleRun begun) {
        if (batch != null) {
            Ranges.require("batch", batch, 1, Request.LARGEST_BATCH);
            return batch;
        }
        if (begun != null) {
            return begun.block();
        }
        if (shard != null) {
            throw new InvalidInputException(
                    "--shard needs --batch, the same for every shard: what is drawn at a time decides the last bits");
        }
        Request.Item one = new Request.Item(0, 0, tokens, Optional.empty());
        return code.admit(new Request(spec, List.of(one), RandomMode.PER_PICTURE, false, 0), GenerationObserver.NONE);
    }

    private int[] share(@Nullable SampleRun begun) {
        if (shard == null) {
            return begun == null ? new int[] {1, 1} : new int[] {begun.shard(), begun.shards()};
        }
        Matcher matcher = SHARD.matcher(shard);
        if (!matcher.matches()) {
            throw new InvalidInputException("shard '" + shard + "' is not legal: use 1/4 to 4/4 for four shards");
        }
        int shards = Integer.parseInt(matcher.group(2));
        int own = Integer.parseInt(matcher.group(1));
        Ranges.require("the number of shards", shards, 1, SampleRun.LARGEST_SHARDS);
        Ranges.require("shard", own, 1, shards);
        return new int[] {own, shards};
    }

    /** With it {@code generate --like} draws a picture again; where a run computes is not which of several devices does. */
    private static PictureText text(CoDe code, SampleRun run) {
        return (position, entry) -> new Provenance(
                        run.version(),
                        run.model(),
                        run.plan(),
                        run.device(),
                        run.precision(),
                        run.threads(),
                        RandomMode.PER_PICTURE,
                        false,
                        1,
                        run.cfg(),
                        run.temperature(),
                        run.topK(),
                        run.topP(),
                        List.of(new Provenance.PictureSeed(entry.label(), entry.seed())),
                        0,
                        null)
                .text(code);
    }

    private static <A, B> @Nullable B of(@Nullable A value, Function<A, B> part) {
        return value == null ? null : part.apply(value);
    }

    private static <T> T first(@Nullable T given, @Nullable T begun, T usual) {
        return given != null ? given : begun != null ? begun : usual;
    }

    private static <T> T first(@Nullable T given, @Nullable T preset, @Nullable T begun, T usual) {
        return given != null ? given : first(preset, begun, usual);
    }
}
