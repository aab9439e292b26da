package dev.codevar.measure.doctor;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The transformers at whose shapes kernels are checked, each width once. */
public final class Models {
    private Models() {}

    /** {@return the published ones} */
    public static List<VarConfig> published() {
        return Stream.of(16, 20, 24, 30, 36).map(VarConfig::ofDepth).toList();
    }

    /** {@return those of a model set, the narrowest first} */
    public static List<VarConfig> of(ModelSet set) {
        return List.copyOf(set.description().models().keySet().stream()
                .map(set::transformerConfig)
                .sorted(Comparator.comparingInt(VarConfig::heads))
                .collect(Collectors.toMap(
                        VarConfig::heads, Function.identity(), (one, other) -> one, LinkedHashMap::new))
                .values());
    }
}
