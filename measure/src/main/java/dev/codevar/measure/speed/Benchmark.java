package dev.codevar.measure.speed;

import dev.codevar.CoDe;
import dev.codevar.Generation;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.fault.CodeVarException;
import dev.codevar.measure.speed.ceiling.Checks;
import dev.codevar.measure.speed.ceiling.Load;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs whole decodes through the library as its users do, with the options of the published scores, and measures them. Every
 * repetition draws the same pictures.
 *
 * @param set the models
 * @param resources what of the machine may be used
 * @param warmups how many times each setting is run before it is measured; the first also reads the models
 * @param repetitions how many times each setting is measured, at least 1
 */
public record Benchmark(ModelSet set, Resources resources, int warmups, int repetitions) {
    private static final double CFG = 1.5;
    private static final int TOP_K = 600;
    private static final double TOP_P = 0.96;
    private static final long SEED = 1;
    /** The thread on which {@link CoDe} computes. */
    private static final String COMPUTING = "codevar";

    public Benchmark {
        Checks.atLeast("warm-ups", warmups, 0);
        Checks.atLeast("repetitions", repetitions, 1);
    }

    /** A smaller batch would be measured in the name of the one that was asked for. */
    private static final GenerationObserver WHOLE_BATCHES = new GenerationObserver() {
        @Override
        public void batchReduced(int asked, int batch, String why) {
            throw new CodeVarException("not enough memory: " + why + ", and " + batch + " would fit");
        }
    };

    /** Told how far it is. */
    public interface Listener {

        /**
         * A decode is done.
         *
         * @param setting what was run
         * @param done how many decodes are done
         * @param total how many there are
         */
        void ran(Setting setting, int done, int total);
    }

    /**
     * Runs all settings one after the other; between two, what the next does not need is freed.
     *
     * @param settings what to run, all in the precision and on the device of {@link #resources}
     * @return what each took
     * @throws CodeVarException if a batch does not fit into memory
     */
    public List<Timed> run(List<Setting> settings, Listener listener) {
        List<Timed> runs = new ArrayList<>();
        int each = warmups + repetitions;
        try (CoDe code = CoDe.open(set, resources)) {
            // What does not fit is said before anything is measured, not in the end.
            settings.forEach(setting -> code.admit(request(code, setting), WHOLE_BATCHES));
            for (int i = 0; i < settings.size(); i++) {
                int before = i * each;
                Setting setting = settings.get(i);
                runs.add(run(code, setting, done -> listener.ran(setting, before + done, settings.size() * each)));
            }
        }
        return runs;
    }

    private interface Progress {
        void done(int decodes);
    }

    private Timed run(CoDe code, Setting setting, Progress progress) {
        code.keepOnly(setting.plan());
        HostMemory.trim();
        Request request = request(code, setting);
        for (int i = 1; i <= warmups; i++) {
            code.generate(request, WHOLE_BATCHES);
            progress.done(i);
        }
        boolean peakIsOwn = HostMemory.resetPeak();
        List<Repetition> measured = new ArrayList<>();
        long kvBytes = 0;
        Double javaShare;
        try (JavaShare profiler = new JavaShare(COMPUTING)) {
            for (int i = 1; i <= repetitions; i++) {
                Generation done = code.generate(request, WHOLE_BATCHES);
                measured.add(new Repetition(done.secondsPerScale(), done.secondsPictures()));
                kvBytes = Math.max(kvBytes, done.peakCacheBytes());
                progress.done(warmups + i);
            }
            javaShare = profiler.stop();
        }
        OptionalLong peak = HostMemory.peakResident();
        @Nullable Long peakRss = peakIsOwn && peak.isPresent() ? Long.valueOf(peak.getAsLong()) : null;
        int labels = (int) request.items().stream()
                .mapToInt(Request.Item::label)
                .distinct()
                .count();
        Load load = new Load(setting.batch(), labels, true);
        return new Timed(setting, load, measured, new MemoryUse(peakRss, kvBytes, weightBytes(setting)), javaShare);
    }

    /** Classes are spread over all there are: adaptive norms are then as many as they can be. */
    private Request request(CoDe code, Setting setting) {
        int known = set.description().classes().size();
        String[] classes = IntStream.range(0, setting.batch())
                .mapToObj(i -> String.valueOf((int) ((long) i * known / setting.batch())))
                .toArray(String[]::new);
        return code.request()
                .plan(setting.plan().text())
                .classes(classes)
                .count(setting.batch())
                .batch(setting.batch())
                .seed(SEED)
                .cfg(CFG)
                .topK(Math.min(TOP_K, set.description().codes()))
                .topP(TOP_P)
                .temperature(1.0)
                .build();
    }

    private long weightBytes(Setting setting) {
        Precision precision = resources.precision();
        return setting.plan().parts().stream()
                .map(PlanSpec.Part::role)
                .distinct()
                .mapToLong(role -> VarTensors.bytes(set.transformerConfig(role), precision))
                .sum();
    }
}
