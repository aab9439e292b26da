package dev.codevar.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Numbers by name, in order, of which some are still being computed on a device: asking for one waits for all that was begun before it,
 * so they are read together, once. The tensors stay those of the scope that they were made in.
 */
public final class Figures {
    private final Map<String, Tensor> pending = new LinkedHashMap<>();
    private final Map<String, Double> known = new LinkedHashMap<>();

    /** {@return figures that are known} */
    public static Figures of(Map<String, Double> values) {
        Figures figures = new Figures();
        values.forEach(figures::put);
        return figures;
    }

    /** Adds one that is known. */
    public void put(String name, double value) {
        pending.remove(name);
        known.put(name, value);
    }

    /**
     * Adds one that is perhaps not there yet.
     *
     * @param scalar of any type and without sizes; through it no gradient flows
     */
    public void put(String name, Tensor scalar) {
        // Keeps its place.
        known.putIfAbsent(name, Double.NaN);
        pending.put(name, scalar.detach());
    }

    /** Adds all of these, behind what is there. */
    public void putAll(Figures others) {
        others.known.forEach((name, value) -> {
            Tensor scalar = others.pending.get(name);
            if (scalar == null) {
                put(name, value);
            } else {
                put(name, scalar);
            }
        });
    }

    /** {@return all of them, once they are there} */
    public Map<String, Double> read() {
        if (!pending.isEmpty()) {
            List<String> names = new ArrayList<>(pending.keySet());
            double[] values = values(new ArrayList<>(pending.values()));
            for (int i = 0; i < values.length; i++) {
                known.put(names.get(i), values[i]);
            }
            pending.clear();
        }
        return Collections.unmodifiableMap(known);
    }

    private static double[] values(List<Tensor> scalars) {
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            Tensor[] exact =
                    scalars.stream().map(scalar -> scalar.to(ScalarType.Double)).toArray(Tensor[]::new);
            double[] values = new double[exact.length];
            torch.stack(new TensorVector(exact)).cpu().data_ptr_double().get(values);
            return values;
        }
    }
}
