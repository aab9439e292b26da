package dev.codevar.memory;

import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of a set's models is meant. */
public sealed interface ModelKey {

    /**
     * A transformer.
     *
     * @param role as plans name it
     */
    record Transformer(String role) implements ModelKey {}

    /**
     * The VQ-VAE.
     *
     * @param pyramid at these scales
     */
    record Vae(Pyramid pyramid) implements ModelKey {}

    /** {@return the models that pictures by a plan need} */
    static Set<ModelKey> of(PlanSpec plan, Pyramid pyramid) {
        Stream<ModelKey> transformers = plan.parts().stream().map(part -> new Transformer(part.role()));
        return Stream.concat(transformers, Stream.of(new Vae(pyramid))).collect(Collectors.toUnmodifiableSet());
    }
}
