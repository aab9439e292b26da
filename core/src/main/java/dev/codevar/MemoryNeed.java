package dev.codevar;

import dev.codevar.model.KvCache;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a plan takes of the processor's memory beside what is already there. Weights and caches are exact; what lies between
 * two steps is reckoned from the largest tensors that live at once.
 *
 * @param weights bytes of weights still to be read
 * @param cache bytes of keys and values for each picture of a batch
 * @param activations bytes of everything else that grows with the batch, for each picture
 * @param work bytes of everything else that does not
 */
record MemoryNeed(long weights, long cache, long activations, long work) {
    private static final int FLOAT = 4;
    /** Copies of a token's vector that live at once between two products of a block, in bytes for each channel. */
    private static final int BYTES_BETWEEN_PRODUCTS = 64;
    /** Tensors of a picture's logits that live at once while tokens are picked. */
    private static final int LOGITS_AT_ONCE = 8;
    /** Tensors of the VQ-VAE's widest map that live at once. */
    private static final int MAPS_AT_ONCE = 8;
    /** At most so many numbers of logits, or tokens of a block, are worked on at once. */
    private static final long LOGITS_TOGETHER = 1 << 21;

    private static final long TOKENS_TOGETHER = 1 << 10;

    /**
     * @param guided whether there are rows of "no class" beside the pictures' own
     * @param reference whether tokens are picked for the whole batch at once
     */
    static MemoryNeed of(
            PlanSpec plan, ModelSet set, LoadedModels models, Resources resources, boolean guided, boolean reference) {
        Pyramid pyramid = models.config(plan).pyramid();
        VqVaeConfig vae = set.vaeConfig(pyramid);
        int rows = guided ? 2 : 1;
        Precision precision = resources.precision();
        long weights = resources.device().cuda() || models.has(pyramid) ? 0 : VqVaeTensors.bytes(vae, precision);
        weights += transformers(plan, set, models, resources);

        long cache = largest(plan, resources, part -> {
            VarConfig config = set.transformerConfig(part.role());
            int tokens = pyramid.begin(part.range().to());
            return KvCache.bytes(config, rows, tokens, resources.transformer(part.role()));
        });
        long hidden = largest(plan, resources, part -> {
            VarConfig config = set.transformerConfig(part.role());
            long fed = longestFed(part, pyramid);
            long conditioning = 6L * config.depth() * config.width() * FLOAT * rows;
            return 2 * fed * rows * config.width() * FLOAT + conditioning;
        });
        long logits = (long) pyramid.tokens(pyramid.scales() - 1) * vae.codes();
        long pixels = (long) vae.pictureSide() * vae.pictureSide();
        long latents = (long) pyramid.length() * vae.channels() * 3 * FLOAT;
        long activations =
                hidden + latents + pixels * 3 * 3 * FLOAT + (reference ? logits * LOGITS_AT_ONCE * FLOAT : 0);

        long between = largest(plan, resources, part -> {
            VarConfig config = set.transformerConfig(part.role());
            long tokens = Math.max(TOKENS_TOGETHER, longestFed(part, pyramid));
            long largestWeight = 6L * config.width() * config.width() * precision.bytes();
            return tokens * config.width() * BYTES_BETWEEN_PRODUCTS + largestWeight;
        });
        long picking = Math.max(LOGITS_TOGETHER, logits) * LOGITS_AT_ONCE * FLOAT;
        long maps = pixels * vae.width() * MAPS_AT_ONCE * precision.bytes();
        return new MemoryNeed(weights, cache, activations, Math.max(between, Math.max(picking, maps)));
    }

    /** All that are not yet read; where memory is short, the largest instead of those at hand. */
    private static long transformers(PlanSpec plan, ModelSet set, LoadedModels models, Resources resources) {
        ToLongFunction<PlanSpec.Part> bytes =
                part -> VarTensors.bytes(set.transformerConfig(part.role()), resources.precision());
        if (resources.lowMemory()) {
            boolean oneAtHand = plan.parts().stream().anyMatch(part -> models.has(part.role()));
            return oneAtHand && plan.parts().size() == 1 ? 0 : largest(plan, resources, bytes);
        }
        return plan.parts().stream()
                .filter(part -> !models.has(part.role()) && onProcessor(part, resources))
                .collect(java.util.stream.Collectors.toMap(PlanSpec.Part::role, part -> part, (one, same) -> one))
                .values()
                .stream()
                .mapToLong(bytes)
                .sum();
    }

    /** The most tokens of a picture that go through a model at once: its last scale's, or the prefix that it is handed. */
    private static long longestFed(PlanSpec.Part part, Pyramid pyramid) {
        return Math.max(
                pyramid.begin(part.range().from() + 1),
                pyramid.tokens(part.range().to() - 1));
    }

    private static long largest(PlanSpec plan, Resources resources, ToLongFunction<PlanSpec.Part> bytes) {
        return plan.parts().stream()
                .filter(part -> onProcessor(part, resources))
                .mapToLong(bytes)
                .max()
                .orElse(0);
    }

    private static boolean onProcessor(PlanSpec.Part part, Resources resources) {
        return !resources.transformer(part.role()).device().cuda();
    }

    /** {@return bytes for so many pictures at a time} */
    long bytes(int pictures) {
        return weights + work + pictures * (cache + activations);
    }

    /** {@return the most pictures at a time that fit, 0 if none} */
    int fitting(long available) {
        long left = available - weights - work;
        return left < 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, left / Math.max(1, cache + activations));
    }

    /** {@return the sum written out} */
    String arithmetic(int pictures) {
        return String.format(
                Locale.ROOT,
                "%.2f GB (weights still to be read %.2f, working memory %.2f, and for each of %d pictures a cache of %.3f and"
                        + " %.3f of activations)",
                bytes(pictures) / 1e9,
                weights / 1e9,
                work / 1e9,
                pictures,
                cache / 1e9,
                activations / 1e9);
    }
}
