package dev.codevar.training.golden;

import dev.codevar.tensor.Scoped;
import dev.codevar.verify.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Compares losses, gradients, and what a step changes, each in proportion to its own size. */
final class Norms {
    private static final double LOSSES = 1e-4;
    private static final double GRADIENTS = 1e-3;

    /**
     * The part of the largest norm below which a gradient is rounding: 16 units in the last place of float32. The biases before
     * a group norm have the gradient 0, and what is computed is whatever did not cancel: 1 to 4 such units, on every machine
     * others, while the smallest true gradients are hundreds.
     */
    private static final double VANISHING = 16 * 0x1p-23;

    private static final double CHANGES = 1e-3;

    /** Finer than the step's own share of a parameter, so that a decay that is missing shows. */
    private static final double AFTER = 1e-6;

    private static final List<Double> NOTHING = List.of(Double.NaN, Double.NaN, Double.NaN);

    private Norms() {}

    static Check losses(List<Double> expected, List<Double> got) {
        DifferenceTally tally = new DifferenceTally(LOSSES);
        for (int i = 0; i < expected.size(); i++) {
            tally.add("number " + i, expected.get(i), got.get(i), Math.abs(expected.get(i)));
        }
        return tally.check();
    }

    /** Both ways: a parameter without a number fails as a number without a parameter does. */
    static Check gradients(Map<String, Double> expected, Map<String, Double> got) {
        double largest =
                expected.values().stream().mapToDouble(norm -> norm).max().orElse(0);
        double vanishing = largest * VANISHING;
        DifferenceTally tally = new DifferenceTally(GRADIENTS);
        int vanished = 0;
        for (String name : namesOf(expected, got)) {
            double wanted = expected.getOrDefault(name, Double.NaN);
            double found = got.getOrDefault(name, Double.NaN);
            if (wanted <= vanishing && found <= vanishing) {
                vanished++;
                tally.add(name, 0, 0, vanishing);
            } else {
                tally.add(name, wanted, found, wanted);
            }
        }
        if (vanished > 0) {
            tally.note(String.format(Locale.ROOT, "%d vanish: they are below %.1e here as there", vanished, vanishing));
        }
        return tally.check();
    }

    /**
     * A parameter after a step.
     *
     * @param most by how much its sum can differ at most from another's, if both moved by as much
     */
    record Moved(double sum, double norm, double change, double most) {
        private static final Moved NOTHING = new Moved(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        static Moved of(Tensor before, Tensor after) {
            return Scoped.value(() -> {
                Tensor now = after.detach().to(ScalarType.Double);
                Tensor change = after.detach().sub(before.detach()).to(ScalarType.Double);
                double moved = change.norm().item_double();
                return new Moved(
                        now.sum().item_double(),
                        now.norm().item_double(),
                        moved,
                        moved * Math.sqrt((double) now.numel()));
            });
        }
    }

    /**
     * Compares every parameter after a step, both ways.
     *
     * @param expected by name its sum, its norm, and the norm of its change
     * @param got what came out
     * @return a check of each of the three
     */
    static Map<String, Check> changes(Map<String, List<Double>> expected, Map<String, Moved> got) {
        DifferenceTally sums = new DifferenceTally(CHANGES);
        DifferenceTally norms = new DifferenceTally(AFTER);
        DifferenceTally changes = new DifferenceTally(CHANGES);
        for (String name : namesOf(expected, got)) {
            List<Double> wanted = expected.getOrDefault(name, NOTHING);
            Moved moved = got.getOrDefault(name, Moved.NOTHING);
            sums.add(name, wanted.get(0), moved.sum(), moved.most());
            norms.add(name, wanted.get(1), moved.norm(), wanted.get(1));
            changes.add(name, wanted.get(2), moved.change(), wanted.get(2));
        }
        Map<String, Check> checks = new LinkedHashMap<>();
        checks.put("sum", sums.check());
        checks.put("norm", norms.check());
        checks.put("change", changes.check());
        return checks;
    }

    private static Set<String> namesOf(Map<String, ?> expected, Map<String, ?> got) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(got.keySet());
        return names;
    }

    /** {@return the norm in float64 of a gradient; 0 where there is none} */
    static double norm(Tensor gradient) {
        return gradient.defined()
                ? Scoped.value(() -> gradient.to(ScalarType.Double).norm().item_double())
                : 0;
    }
}
