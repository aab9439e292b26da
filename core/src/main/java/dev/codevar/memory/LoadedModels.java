package dev.codevar.memory;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.decode.Plan;
import dev.codevar.decode.Segment;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.memory.ModelKey.Transformer;
import dev.codevar.memory.ModelKey.Vae;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The models of a set that were needed so far: each is read when a plan first names it, and kept, unless memory is short. For
 * one thread.
 */
public final class LoadedModels implements AutoCloseable {
    private final ModelSet set;
    private final Resources resources;
    private final Map<ModelKey, Held> held = new HashMap<>();
    private final EngineMemory memory;

    /** A model that was read. */
    private static final class Held {
        final Object model;
        final Runnable close;
        /** Of the processor's memory; nothing on other devices. */
        final long bytes;

        final boolean cuda;
        long used;

        Held(Object model, Runnable close, Device device, long bytes) {
            this.model = model;
            this.close = close;
            this.cuda = device.cuda();
            this.bytes = cuda ? 0 : bytes;
        }
    }

    /**
     * @param memory the engine's, which it shares with other sets
     */
    public LoadedModels(ModelSet set, Resources resources, EngineMemory memory) {
        this.set = set;
        this.resources = resources;
        this.memory = memory;
    }

    /** {@return the shape of the plan's first model, read from the description alone; any thread may ask} */
    public VarConfig config(PlanSpec spec) {
        VarConfig first = set.transformerConfig(spec.parts().get(0).role());
        for (PlanSpec.Part part : spec.parts()) {
            if (!set.transformerConfig(part.role()).pyramid().equals(first.pyramid())) {
                throw new InvalidInputException("plan '" + spec.text() + "': " + part.role() + " has other scales than "
                        + spec.parts().get(0).role());
            }
        }
        int end = spec.parts().get(spec.parts().size() - 1).range().to();
        if (end != first.pyramid().scales()) {
            throw new InvalidInputException("plan '" + spec.text() + "' ends at scale " + end + " but the models have "
                    + first.pyramid().scales());
        }
        return first;
    }

    /** {@return the side of the plan's pictures in pixels, read from the description alone} */
    public int pictureSide(PlanSpec spec) {
        return set.vaeConfig(config(spec).pyramid()).pictureSide();
    }

    /**
     * {@return the plan with its models, read by now unless memory is short}
     *
     * @param before called before a model is read: what it throws ends the reading
     */
    public Plan plan(PlanSpec spec, Runnable before) {
        List<Segment> segments = spec.parts().stream()
                .map(part ->
                        new Segment(set.transformerConfig(part.role()), part.range(), () -> transformer(part.role())))
                .toList();
        if (!resources.lowMemory()) {
            for (PlanSpec.Part part : spec.parts()) {
                if (!has(part.role())) {
                    before.run();
                }
                transformer(part.role());
            }
        }
        return new Plan(segments);
    }

    /** {@return the VQ-VAE at these scales} */
    public VqVae vae(Pyramid pyramid) {
        return (VqVae) model(new Vae(pyramid), () -> {
            VqVaeConfig config = set.vaeConfig(pyramid);
            Compute compute = resources.vae();
            try (TensorSource weights = set.openVae(config)) {
                VqVae vae = new VqVae(weights, config, compute);
                return new Held(vae, vae::close, compute.device(), VqVaeTensors.bytes(config, compute.precision()));
            }
        });
    }

    private VarModel transformer(String role) {
        Transformer key = new Transformer(role);
        if (resources.lowMemory() && !held.containsKey(key)) {
            free(Transformer.class::isInstance);
            HostMemory.trim();
        }
        return (VarModel) model(key, () -> {
            VarConfig config = set.transformerConfig(role);
            Compute compute = resources.transformer(role);
            try (TensorSource weights = set.openTransformer(role)) {
                VarModel model = new VarModel(weights, config, compute);
                return new Held(model, model::close, compute.device(), VarTensors.bytes(config, compute.precision()));
            }
        });
    }

    private Object model(ModelKey key, Supplier<Held> reader) {
        Held model = held.computeIfAbsent(key, unread -> {
            try {
                return reader.get();
            } finally {
                HostMemory.trim();
            }
        });
        model.used = memory.tick();
        return model.model;
    }

    /** {@return whether the transformer in this role is at hand} */
    public boolean has(String role) {
        return held.containsKey(new Transformer(role));
    }

    /** {@return whether the VQ-VAE at these scales is at hand} */
    public boolean has(Pyramid pyramid) {
        return held.containsKey(new Vae(pyramid));
    }

    /** {@return the models that pictures by a plan need} */
    public Set<ModelKey> needed(PlanSpec plan) {
        return ModelKey.of(plan, config(plan).pyramid());
    }

    /** {@return the bytes on the processor of transformers that are freed before another is read: where memory is short, all} */
    public long replaceable() {
        return resources.lowMemory() ? bytes(Transformer.class::isInstance) : 0;
    }

    /** {@return the bytes on the processor of what can be freed for who needs these models} */
    public long freeable(Set<ModelKey> needed) {
        return bytes(key -> !needed.contains(key) || (resources.lowMemory() && key instanceof Transformer));
    }

    private long bytes(Predicate<ModelKey> which) {
        return held.entrySet().stream()
                .filter(entry -> which.test(entry.getKey()))
                .mapToLong(entry -> entry.getValue().bytes)
                .sum();
    }

    /** {@return which model on the processor was used longest ago, of those beside the needed ones, and when} */
    public Optional<Map.Entry<ModelKey, Long>> leastRecent(Set<ModelKey> needed) {
        return held.entrySet().stream()
                .filter(entry -> !needed.contains(entry.getKey()) && !entry.getValue().cuda)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().used))
                .min(Map.Entry.comparingByValue());
    }

    /** Frees a model that is at hand. */
    public void free(ModelKey key) {
        free(key::equals);
    }

    /**
     * Frees all models beside the needed ones.
     *
     * @return whether there were any
     */
    public boolean freeBeside(Set<ModelKey> needed) {
        return free(key -> !needed.contains(key));
    }

    private boolean free(Predicate<ModelKey> which) {
        List<ModelKey> freed = held.keySet().stream().filter(which).toList();
        freed.forEach(key -> Objects.requireNonNull(held.remove(key)).close.run());
        return !freed.isEmpty();
    }

    /** Frees what one batch need not leave to the next, if memory is short. */
    public void batchDone() {
        if (resources.lowMemory()) {
            memory.slab().close();
        }
    }

    /** Frees models that {@code spec} does not need, and the memory kept for caches. */
    public void keepOnly(PlanSpec spec) {
        memory.slab().close();
        freeBeside(needed(spec));
    }

    @Override
    public void close() {
        free(all -> true);
    }
}
