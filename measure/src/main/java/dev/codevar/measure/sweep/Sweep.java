package dev.codevar.measure.sweep;

import dev.codevar.CoDe;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.Wanted;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.features.FeatureRows;
import dev.codevar.evaluation.score.Scoring;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.measure.machine.Machine;
import dev.codevar.measure.speed.BenchRun;
import dev.codevar.measure.speed.Benchmark;
import dev.codevar.measure.speed.Setting;
import dev.codevar.measure.speed.Timed;
import dev.codevar.measure.speed.ceiling.Ceilings;
import dev.codevar.models.ModelSet;
import dev.codevar.sampling.PictureText;
import dev.codevar.sampling.RunSampler;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Draws, scores and times plans. What was drawn before is not drawn again; times are measured last, when nothing else is done.
 *
 * @param set the models
 * @param resources what of the machine may be used
 * @param network whose features are compared
 * @param reference what to compare with, as {@link Evaluation} takes it
 * @param ceilings measures what a device can do at best in some precisions
 * @param places where features of the reference are kept
 * @param progress told how far it is
 */
public record Sweep(
        ModelSet set,
        Resources resources,
        FeatureNetwork network,
        Path reference,
        BiFunction<Device, Set<Precision>, Ceilings> ceilings,
        FeaturePlaces places,
        EvaluationProgress progress) {
    private static final int WARMUPS = 2;

    /** Says what is drawn of a plan. */
    @FunctionalInterface
    public interface Runs {
        /**
         * @param code the models
         * @param plan the plan
         * @param begun a run of this sweep as it was begun, whatever its plan; null for a new sweep
         */
        SampleRun of(CoDe code, SweepPlan plan, @Nullable SampleRun begun);
    }

    /**
     * Runs the sweep. What can be wrong with the reference is found before anything is drawn.
     *
     * @param plans the plans, at least one
     * @param folder where the runs are, or will be
     * @param asked what is asked of it, which its folder keeps
     * @param runs says what is drawn; features by this sweep's network are kept
     * @throws dev.codevar.fault.InvalidInputException if the sweep was begun otherwise: nothing is drawn then
     */
    public SweepReport run(List<SweepPlan> plans, SweepFolder folder, SweepOptions asked, Runs runs) {
        Evaluation evaluation = new Evaluation(network, Scoring.published(), places, progress);
        evaluation.check(reference);
        List<Evaluated> scored = new ArrayList<>();
        List<Setting> settings = new ArrayList<>();
        try (CoDe code = CoDe.open(set, resources)) {
            SampleRun begun = folder.recorded().orElse(null);
            List<SampleRun> drawn =
                    alike(plans.stream().map(plan -> runs.of(code, plan, begun)).toList());
            drawn.forEach(sampler(code, "")::admit);
            folder.begin(drawn, asked);
            for (int i = 0; i < plans.size(); i++) {
                SweepPlan plan = plans.get(i);
                SampleRun run = drawn.get(i);
                sampler(code, plan.name() + ": ").run(run, folder.run(plan));
                scored.add(evaluation.run(folder.run(plan), reference, Wanted.SCORES));
                settings.add(
                        new Setting(plan.spec(), null, null, run.block(), resources.precision(), resources.device()));
            }
        }
        List<Timed> timed = new Benchmark(set, resources, WARMUPS, asked.repetitions())
                .run(settings, (setting, done, total) -> progress.at("timing", done, total));
        Ceilings best = ceilings.apply(resources.device(), Set.of(resources.precision()));
        List<SweepPoint> points = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            points.add(point(plans.get(i), scored.get(i), timed.get(i).against(set::transformerConfig, best)));
        }
        return new SweepReport(set.description().name(), network.name(), Machine.here(), points);
    }

    /** {@return the runs, all drawn as many pictures at once as fit for each of them: only then can their times be compared} */
    static List<SampleRun> alike(List<SampleRun> runs) {
        int block = runs.stream().mapToInt(SampleRun::block).min().orElseThrow();
        return runs.stream().map(run -> run.withBlock(block)).toList();
    }

    private RunSampler sampler(CoDe code, String before) {
        return new RunSampler(
                code,
                PictureText.NONE,
                (task, done, total) -> progress.at(before + task, done, total),
                new FeatureRows(network));
    }

    private static SweepPoint point(SweepPlan plan, Evaluated scored, BenchRun timed) {
        FrechetInterval interval = scored.interval();
        return new SweepPoint(
                plan.name(),
                plan.kind(),
                plan.draftSteps(),
                scored.scoresWithAllWarnings(),
                interval == null ? null : interval.low(),
                interval == null ? null : interval.high(),
                scored.classAccuracy(),
                timed);
    }
}
