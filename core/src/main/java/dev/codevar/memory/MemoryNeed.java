package dev.codevar.memory;

import dev.codevar.decode.token.Picker;
import dev.codevar.model.KvCache;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.nn.HeadAttention;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a plan takes of the processor's memory beside what is already there. Weights and caches are exact; what lies between
 * two steps is reckoned from the largest tensors that live at once, and what the steps of a decode take is added up: the
 * allocator keeps much of what one step has freed from the next.
 *
 * @param weights bytes of weights still to be read
 * @param cache bytes of keys and values for each picture of a batch
 * @param activations bytes of everything else that grows with the batch, for each picture
 * @param temporaries bytes for each picture of what is worked on a few pictures at a time
 * @param mostTemporaries bytes of that at most, however large the batch
 * @param work bytes of everything else that does not grow with the batch
 * @param kernels bytes of that which stay with the process, for the next batch of the kind
 */
public record MemoryNeed(
        long weights, long cache, long activations, long temporaries, long mostTemporaries, long work, long kernels) {
    private static final int FLOAT = 4;
    /** Copies of a token's vector that live at once while it is embedded: in parts, repeated for guidance, put together. */
    private static final int VECTORS_AT_ONCE = 3;
    /** Copies of a token's vector that live at once between two products of a block, in bytes for each channel. */
    private static final int BYTES_BETWEEN_PRODUCTS = 64;
    /** What a weight's number takes while it is rounded to 8 bits, beside what was read: divided by its step, and rounded. */
    private static final int BYTES_OF_ROUNDING = FLOAT + 1;
    /** Tensors of a picture's logits that live at once while tokens are picked, if all of them are sorted. */
    private static final int LOGITS_AT_ONCE = 16;

    /**
     * @param plan the plan
     * @param request what of a request changes what it takes
     */
    public static MemoryNeed of(PlanSpec plan, ModelSet set, LoadedModels models, Resources resources, Kind request) {
        return of(plan, set, models, resources, request, HeadAttention::keptBytes);
    }

    /** What attention keeps, of the most queries of a row and the keys that they see: on some processors nothing. */
    interface KeptByAttention {
        long bytes(Compute compute, long queries, long keys);
    }

    static MemoryNeed of(
            PlanSpec plan,
            ModelSet set,
            LoadedModels models,
            Resources resources,
            Kind request,
            KeptByAttention keptByAttention) {
        Pyramid pyramid = models.config(plan).pyramid();
        VqVaeConfig vae = set.vaeConfig(pyramid);
        int rows = request.guided() ? 2 : 1;
        Precision precision = resources.precision();
        long weights = VaeMemory.weights(vae, models, resources) + transformers(plan, set, models, resources);

        long cache = largest(plan, resources, part -> {
            VarConfig config = set.transformerConfig(part.role());
            int tokens = pyramid.begin(part.range().to());
            return KvCache.bytes(config, rows, tokens, resources.transformer(part.role()));
        });
        long hidden = largest(plan, resources, part -> {
            VarConfig config = set.transformerConfig(part.role());
            long conditioning = 6L * config.depth() * config.width() * FLOAT * rows;
            return VECTORS_AT_ONCE * longestFed(part, pyramid) * rows * config.width() * FLOAT + conditioning;
        });
        long logits = (long) pyramid.tokens(pyramid.scales() - 1) * vae.codes();
        long picking = logits * LOGITS_AT_ONCE * FLOAT;
        long activations = hidden + VaeMemory.ofPicture(vae) + (request.reference() ? picking : 0);

        long between = largest(plan, resources, part -> bytesBetweenProducts(part, set, pyramid) * rows);
        long mostBetween = largest(plan, resources, part -> {
            // A row goes through whole, however long it is, and of a small model one for each thread.
            long row = bytesBetweenProducts(part, set, pyramid) * crew(part, set, resources);
            long width = set.transformerConfig(part.role()).width();
            return Math.max(row, VarModel.tokensTogether() * width * BYTES_BETWEEN_PRODUCTS);
        });
        long pickers = largest(plan, resources, part -> crew(part, set, resources));
        long mostPicking = Math.max(Math.max(1, pickers) * logits, Picker.LOGITS_TOGETHER) * LOGITS_AT_ONCE * FLOAT;
        long largestWeight = largest(plan, resources, part -> {
            long width = set.transformerConfig(part.role()).width();
            return 6 * width * width * (precision.bytes() + (precision == Precision.INT8 ? BYTES_OF_ROUNDING : 0));
        });
        long attention = largest(plan, resources, part -> {
            int last = part.range().to() - 1;
            return keptByAttention.bytes(resources.transformer(part.role()), pyramid.tokens(last), pyramid.end(last));
        });
        long kernels =
                plan.parts().stream().anyMatch(part -> onProcessor(part, resources)) ? KernelMemory.bytes(pyramid) : 0;
        int mapBytes = request.edited() ? FLOAT : precision.bytes();
        long maps = VaeMemory.maps(vae, mapBytes);
        long pictures = resources.device().cuda() ? 1 : VqVae.picturesTogether(vae);
        return new MemoryNeed(
                weights,
                cache,
                activations,
                between + picking + maps,
                mostBetween + mostPicking + pictures * maps,
                largestWeight + attention + kernels,
                kernels);
    }

    /**
     * What of a request, beside its plan, changes what it takes.
     *
     * @param guided whether there are rows of "no class" beside the pictures' own
     * @param edited whether other pictures are kept in part: they go through the encoder, which is float32 always
     * @param reference whether tokens are picked for the whole batch at once
     */
    public record Kind(boolean guided, boolean edited, boolean reference) {

        /** {@return what pictures of both kinds take together} */
        public Kind or(Kind other) {
            return new Kind(guided || other.guided, edited || other.edited, reference || other.reference);
        }
    }

    /** All that are not yet read; where memory is short, the largest, before which what is at hand is freed. */
    private static long transformers(PlanSpec plan, ModelSet set, LoadedModels models, Resources resources) {
        if (resources.lowMemory()) {
            return largest(plan, resources, part -> weights(part.role(), set, resources));
        }
        return plan.parts().stream()
                .filter(part -> !models.has(part.role()) && onProcessor(part, resources))
                .map(PlanSpec.Part::role)
                .distinct()
                .mapToLong(role -> weights(role, set, resources))
                .sum();
    }

    private static long weights(String role, ModelSet set, Resources resources) {
        return VarTensors.bytes(set.transformerConfig(role), resources.precision());
    }

    private static int crew(PlanSpec.Part part, ModelSet set, Resources resources) {
        return VarModel.crew(set.transformerConfig(part.role()), resources.transformer(part.role()));
    }

    /** For one row of a picture. */
    private static long bytesBetweenProducts(PlanSpec.Part part, ModelSet set, Pyramid pyramid) {
        long width = set.transformerConfig(part.role()).width();
        return longestFed(part, pyramid) * width * BYTES_BETWEEN_PRODUCTS;
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
    public long bytes(int pictures) {
        return weights + working(pictures) + pictures * (cache + activations);
    }

    private long working(int pictures) {
        return work + Math.min(pictures * temporaries, mostTemporaries);
    }

    /** {@return the most pictures at a time that fit, 0 if none} */
    public int fitting(long available) {
        return pictures(available - weights - work);
    }

    /** {@return the most pictures at a time whose own share of the memory, weights left out, is not above {@code bytes}} */
    public int pictures(long bytes) {
        long each = Math.max(1, cache + activations);
        // Whichever is less for a batch holds: temporaries for all of its pictures, or for as many as there are at a
        // time.
        long few = bytes / (each + temporaries);
        long many = (bytes - mostTemporaries) / each;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, Math.max(few, many)));
    }

    /** {@return the sum written out} */
    public String arithmetic(int pictures) {
        return String.format(
                Locale.ROOT,
                "%.2f GB (weights still to be read %.2f, working memory %.2f, and for each of %d pictures a cache of %.3f and"
                        + " %.3f of activations)",
                bytes(pictures) / 1e9,
                weights / 1e9,
                working(pictures) / 1e9,
                pictures,
                cache / 1e9,
                activations / 1e9);
    }
}
