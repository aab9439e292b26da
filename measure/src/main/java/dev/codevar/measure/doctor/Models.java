package dev.codevar.measure.doctor;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The models at whose shapes kernels are checked.
 *
 * @param transformers each width once
 * @param vae what draws pictures of their tokens
 */
public record Models(List<VarConfig> transformers, VqVaeConfig vae) {

    /** {@return the published ones} */
    public static Models published() {
        return new Models(
                Stream.of(16, 20, 24, 30, 36).map(VarConfig::ofDepth).toList(),
                VqVaeConfig.published(Pyramid.IMAGENET_256));
    }

    /** {@return those of a model set, the narrowest transformer first} */
    public static Models of(ModelSet set) {
        List<VarConfig> transformers = List.copyOf(set.description().models().keySet().stream()
                .map(set::transformerConfig)
                .sorted(Comparator.comparingInt(VarConfig::heads))
                .collect(Collectors.toMap(
                        VarConfig::heads, Function.identity(), (one, other) -> one, LinkedHashMap::new))
                .values());
        return new Models(transformers, set.vaeConfig());
    }
}
