package dev.codevar.verify;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.decode.LogitsObserver;
import dev.codevar.decode.Plan;
import dev.codevar.decode.token.Edit;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.model.VarModel;
import dev.codevar.picture.Mask;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Runs a golden case and compares every tensor that it holds. In float32: token ids equal, logits within 2e-3, pictures and latents
 * within 1e-3, probabilities within 1e-4. In 16 or 8 bits what a network computes is as near as {@link Rounding} says, from the
 * published history; what runs draw when left alone is reported, not bounded. A tensor that is not understood is a failure, not a
 * silence.
 */
public final class Verification {
    static final double LOGITS = 2e-3;
    static final double IMAGES = 1e-3;
    static final double PROBABILITIES = 1e-4;

    private static final Pattern RUN =
            Pattern.compile("(var|code|inpaint)\\.(greedy|seeded)(?:\\.n(\\d{1,3}))?\\.(\\w+)");

    private static final LogitsObserver NOBODY = (drawn, first, logits_blV) -> {};

    private final GoldenCase golden;
    private final GoldenWeights weights;
    private final Compute compute;
    private final Consumer<Check> listener;
    private final List<Check> checks = new ArrayList<>();

    private Verification(GoldenWeights weights, Compute compute, Consumer<Check> listener) {
        this.golden = weights.golden();
        this.weights = weights;
        this.compute = compute;
        this.listener = listener;
    }

    /**
     * Runs a case in float32.
     *
     * @param folder the case
     * @param fromPth whether the case's {@code .pth} files are used, as in {@link #run(Path, boolean, Precision, Consumer)}
     * @param listener told of every tensor as it is compared
     * @return all comparisons
     */
    public static List<Check> run(Path folder, boolean fromPth, Consumer<Check> listener) {
        return run(folder, fromPth, Precision.FLOAT32, listener);
    }

    /**
     * Runs a case.
     *
     * @param folder the case
     * @param fromPth whether to use the case's {@code .pth} files; where there are no synthetic weights, they are used anyway
     * @param precision in which networks compute, on the processor: float32, bfloat16 or int8
     * @param listener told of every tensor as it is compared
     * @return all comparisons
     */
    public static List<Check> run(Path folder, boolean fromPth, Precision precision, Consumer<Check> listener) {
        return run(folder, fromPth, Set.of(), Resources.of(Device.CPU, precision), listener);
    }

    /**
     * Runs a case as {@link #run(Path, boolean, Precision, Consumer)}.
     *
     * @param entries which state dicts to take of {@code .pth} files that hold several
     * @param resources one device for all models, and in which precision networks compute
     */
    public static List<Check> run(
            Path folder, boolean fromPth, Set<String> entries, Resources resources, Consumer<Check> listener) {
        Libtorch.load();
        GoldenCase golden = GoldenCase.read(folder);
        Compute compute = new Compute(resources.device(), resources.precision());
        Verification verification = new Verification(GoldenWeights.of(golden, fromPth, entries), compute, listener);
        return Scoped.inference(() -> {
            verification.compareAll();
            return verification.checks;
        });
    }

    private void compareAll() {
        try (Checkpoint expected = Checkpoint.open(golden.folder().resolve("expected.safetensors"));
                GoldenModels models = GoldenModels.open(weights, compute)) {
            if (expected.tensors().isEmpty()) {
                throw new BrokenFileException(expected.file() + " holds nothing to compare with");
            }
            TreeSet<String> left = new TreeSet<>(expected.tensors().keySet());
            Expected tensors = new Expected(expected, left, compute);
            new VaeChecks(golden, models.vae(), tensors, this::report).run();
            new LogitsChecks(golden, models, tensors, this::report).run();
            new SamplerChecks(tensors, this::report).run();
            runs(models, tensors);
            for (String name : left) {
                report(new Check(name, 0, 0, Double.NaN, 0, false, "not compared: this name is unknown"));
            }
        }
    }

    private void report(Check check) {
        checks.add(check);
        listener.accept(check);
    }

    private void runs(GoldenModels models, Expected expected) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String name : new ArrayList<>(expected.left())) {
            Matcher matcher = RUN.matcher(name);
            if (matcher.matches()) {
                String run = name.substring(0, matcher.start(4) - 1);
                fields.computeIfAbsent(run, unused -> new ArrayList<>()).add(matcher.group(4));
            }
        }
        fields.forEach((run, names) -> Scoped.value(() -> {
            compareRun(models, expected, run, names);
            return 0;
        }));
    }

    private void compareRun(GoldenModels models, Expected expected, String run, List<String> fields) {
        Matcher matcher = RUN.matcher(run + ".idx");
        if (!matcher.matches()) {
            throw new IllegalStateException(run);
        }
        VarModel drafter = models.drafter();
        Plan plan = matcher.group(3) == null
                ? Plan.single(drafter)
                : Plan.collaborative(drafter, models.refiner(), Integer.parseInt(matcher.group(3)));
        boolean greedy = matcher.group(2).equals("greedy");
        boolean alone = matcher.group(1).equals("var");
        VqVae vae = models.vae();
        List<Edit> edited = matcher.group(1).equals("inpaint")
                ? GoldenRun.edits(vae.encode(expected.images()), latentMask(vae, expected))
                : null;
        GoldenRun.Choice choice = greedy ? GoldenRun.Choice.GREEDY : GoldenRun.Choice.SEEDED;
        ForcedRunChecks.Drawing drawing =
                (edits, watcher) -> new GoldenRun(golden, vae, plan, alone, choice, edits, watcher);
        if (compute.precision() == Precision.FLOAT32) {
            try (GoldenRun drawn = drawing.draw(edited, NOBODY)) {
                new RunChecks(run, drawn, expected, greedy, this::report).run(fields);
            }
        } else {
            new ForcedRunChecks(run, golden, drawing, vae, plan, compute.precision(), expected, this::report)
                    .run(fields, greedy, edited);
        }
    }

    private static Tensor latentMask(VqVae vae, Expected expected) {
        Tensor mask_11hw = expected.load("inpaint.mask", ScalarType.Int).cpu();
        int height = (int) mask_11hw.size(2);
        int width = (int) mask_11hw.size(3);
        int[] values = new int[height * width];
        mask_11hw.contiguous().data_ptr_int().get(values);
        boolean[] regenerate = new boolean[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != 0 && values[i] != 1) {
                throw new BrokenFileException("inpaint.mask holds " + values[i] + "; 0 and 1 are legal");
            }
            regenerate[i] = values[i] == 1;
        }
        Tensor mask_11PP = Pixels.toTensor(
                Mask.of(width, height, regenerate), vae.config().pyramid().finestSide());
        return vae.compute().place(mask_11PP, ScalarType.Float);
    }
}
