package dev.codevar.evaluation.warning;

import dev.codevar.decode.token.Sampling;
import dev.codevar.sampling.run.Preset;
import dev.codevar.sampling.run.SampleRun;
import dev.codevar.zoo.ImageNet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** In what a run differs from those that published scores stand on. */
final class PublishedOptions {
    private static final int CLASSES = ImageNet.names().size();
    /** The smallest of the published models' pictures. */
    private static final int SIDE = 256;
    /** A label that only a set of many classes has. */
    private static final int MANY_CLASSES = 100;

    private PublishedOptions() {}

    /** {@return a line that names each option that differs; nothing for a run of other models than the published ones} */
    static Optional<String> warning(SampleRun run) {
        if (!imageNet(run)) {
            return Optional.empty();
        }
        // One model alone is VAR; only plans of several parts have commas.
        Preset preset = run.plan().contains(",") ? Preset.PAPER : Preset.VAR;
        List<String> differences = differences(run, preset);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of("the samples were not drawn as for published scores (--preset " + preset.label() + "): "
                        + String.join("; ", differences));
    }

    /** A run does not say how many classes its models know: their pictures' size and the labels do, as far as they can. */
    private static boolean imageNet(SampleRun run) {
        int highest = run.classes().stream().mapToInt(Integer::intValue).max().orElse(0);
        return highest < CLASSES && (run.side() >= SIDE || highest >= MANY_CLASSES);
    }

    private static List<String> differences(SampleRun run, Preset preset) {
        Sampling published = preset.sampling();
        List<String> all = new ArrayList<>();
        add(all, "cfg", List.of(run.cfg()), List.of(published.cfg()));
        add(all, "top-k", run.topK(), published.topK());
        add(all, "top-p", List.of(run.topP()), List.of(published.topP()));
        add(all, "temperature", run.temperature(), published.temperature());
        add(all, "pictures per class", List.of(run.perClass()), List.of(preset.perClass()));
        add(all, "classes", List.of(run.classes().size()), List.of(CLASSES));
        return all;
    }

    private static void add(List<String> all, String name, List<?> value, List<?> published) {
        if (!same(value, published)) {
            all.add(name + " " + OptionText.perScale(value) + ", published " + OptionText.perScale(published));
        }
    }

    /** One value for all scales is the same as an equal one for each. */
    private static boolean same(List<?> one, List<?> other) {
        if (one.size() == other.size()) {
            return one.equals(other);
        }
        Set<Object> values = new HashSet<>(one);
        return values.size() == 1 && (one.size() == 1 || other.size() == 1) && values.equals(new HashSet<>(other));
    }
}
