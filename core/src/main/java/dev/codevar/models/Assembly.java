package dev.codevar.models;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.models.Description.Defaults;
import dev.codevar.models.Description.Transformer;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.zoo.ImageNet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model set put together from what was recognised in its files. The models must agree with each other; the set's own scales
 * are the shortest among theirs.
 *
 * @param vaeFile the VQ-VAE's file name
 * @param vae its shape
 * @param files the transformers' file names by role
 * @param configs the transformers' shapes by role: the same roles, at least one
 */
record Assembly(String vaeFile, VqVaeConfig vae, Map<String, String> files, Map<String, VarConfig> configs) {
    private static final int IMAGENET_CLASSES = 1000;
    /** The published settings for pictures rather than scores. */
    private static final Defaults PUBLISHED_DEFAULTS = new Defaults(4, 900, 0.95, 1);

    private static final Defaults DEFAULTS = new Defaults(1.5, 0, 0, 1);

    /** {@return the scales with the fewest tokens}. A set with 256- and 512-pixel models is a 256-pixel set. */
    static Pyramid ownScales(Map<String, VarConfig> configs) {
        return configs.values().stream()
                .map(VarConfig::pyramid)
                .min(Comparator.comparingInt(Pyramid::length))
                .orElseThrow();
    }

    /**
     * Describes the set, without checking values that came from the caller.
     *
     * @param name a short name
     * @param about a sentence for people
     * @param classNames the classes' names; empty for ImageNet's where there are 1000, and numbers otherwise
     */
    Description describe(String name, String about, Optional<List<String>> classNames) {
        VarConfig any = configs.values().iterator().next();
        configs.forEach((role, config) -> requireSame(role, config, any));
        Pyramid own = ownScales(configs);
        Map<String, Transformer> models = new LinkedHashMap<>();
        configs.forEach((role, config) -> models.put(
                role,
                new Transformer(
                        files.getOrDefault(role, role),
                        config.depth(),
                        config.heads() == config.depth() ? null : config.heads(),
                        config.sharedAdaLn(),
                        config.pyramid().equals(own) ? null : config.pyramid().sides(),
                        PublishedNames.specialised(role))));
        Plans plans = Plans.of(configs, own);
        return new Description(
                Description.FORMAT,
                name,
                about,
                own.sides(),
                vae.codes(),
                vae.channels(),
                classNames(classNames, any.classes()),
                describeVae(),
                models,
                plans.byName(),
                plans.preferred(),
                defaults(any.classes()),
                null);
    }

    private void requireSame(String role, VarConfig config, VarConfig any) {
        if (config.codes() != vae.codes() || config.channels() != vae.channels()) {
            throw new BrokenFileException(role + " predicts " + config.codes() + " codes of " + config.channels()
                    + " channels, but the VQ-VAE has " + vae.codes() + " of " + vae.channels());
        }
        if (config.classes() != any.classes()) {
            throw new BrokenFileException(
                    role + " has " + config.classes() + " classes, but another model " + any.classes());
        }
    }

    private static List<String> classNames(Optional<List<String>> given, int classes) {
        if (given.isPresent()) {
            if (given.get().size() != classes) {
                throw new InvalidInputException(
                        given.get().size() + " class names are given, but the models have " + classes + " classes");
            }
            return given.get();
        }
        return classes == IMAGENET_CLASSES
                ? ImageNet.names()
                : IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    }

    private Description.Vae describeVae() {
        return new Description.Vae(
                vaeFile,
                vae.width(),
                vae.multipliers(),
                vae.residualBlocks(),
                vae.attentionLowest(),
                vae.attentionMiddle(),
                vae.sharedResiduals());
    }

    private Defaults defaults(int classes) {
        Defaults suiting = classes == IMAGENET_CLASSES ? PUBLISHED_DEFAULTS : DEFAULTS;
        return new Defaults(
                suiting.cfg(), Math.min(suiting.topK(), vae.codes()), suiting.topP(), suiting.temperature());
    }
}
