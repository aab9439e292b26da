package dev.codevar.memory;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.decode.Plan;
import dev.codevar.decode.Segment;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarModel;
import dev.codevar.model.VarTensors;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVae;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The models of a set that were needed so far: each is read when a plan first names it, and kept, unless memory is short. For
 * one thread.
 */
public final class LoadedModels implements AutoCloseable {
    private final ModelSet set;
    private final Resources resources;
    private final Map<String, VarModel> transformers = new HashMap<>();
    private final Map<Pyramid, VqVae> vaes = new HashMap<>();
    private final Map<String, Long> used = new HashMap<>();
    private final EngineMemory memory;

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
        return vaes.computeIfAbsent(pyramid, scales -> {
            try (TensorSource weights = set.openVae(set.vaeConfig(scales))) {
                return new VqVae(weights, set.vaeConfig(scales), resources.vae());
            } finally {
                HostMemory.trim();
            }
        });
    }

    /** {@return whether the transformer in this role is at hand} */
    public boolean has(String role) {
        return transformers.containsKey(role);
    }

    /** {@return whether the VQ-VAE at these scales is at hand} */
    public boolean has(Pyramid pyramid) {
        return vaes.containsKey(pyramid);
    }

    /** {@return the bytes on the processor of transformers that are freed before another is read: where memory is short, all} */
    public long replaceable() {
        return resources.lowMemory() ? bytes(transformers.keySet()) : 0;
    }

    /** {@return the bytes on the processor of transformers that are in none of these roles} */
    public long bytesBeside(Set<String> needed) {
        return bytes(transformers.keySet().stream()
                .filter(role -> !needed.contains(role))
                .toList());
    }

    private long bytes(Collection<String> roles) {
        return roles.stream()
                .map(transformers::get)
                .filter(model -> !model.compute().device().cuda())
                .mapToLong(model ->
                        VarTensors.bytes(model.config(), model.compute().precision()))
                .sum();
    }

    /** {@return which transformer on the processor was used longest ago, of those in none of these roles, and when} */
    public Optional<Map.Entry<String, Long>> leastRecent(Set<String> needed) {
        return used.entrySet().stream()
                .filter(entry -> has(entry.getKey()) && !needed.contains(entry.getKey()))
                .filter(entry -> !resources.transformer(entry.getKey()).device().cuda())
                .min(Map.Entry.comparingByValue());
    }

    /** Frees the transformer in this role. */
    public void free(String role) {
        used.remove(role);
        VarModel model = transformers.remove(role);
        if (model != null) {
            model.close();
        }
    }

    /** Frees what one request need not leave to the next, if memory is short. */
    public void requestDone() {
        if (resources.lowMemory()) {
            memory.slab().close();
        }
    }

    /** Frees transformers that {@code spec} does not need, and the memory kept for caches. */
    public void keepOnly(PlanSpec spec) {
        memory.slab().close();
        freeBeside(roles(spec));
    }

    /** Frees the transformers in all other roles. */
    public void freeBeside(Set<String> needed) {
        List.copyOf(transformers.keySet()).stream()
                .filter(role -> !needed.contains(role))
                .forEach(this::free);
    }

    /** {@return the roles that a plan names} */
    public static Set<String> roles(PlanSpec spec) {
        return spec.parts().stream().map(PlanSpec.Part::role).collect(Collectors.toUnmodifiableSet());
    }

    private VarModel transformer(String role) {
        if (resources.lowMemory() && !transformers.containsKey(role)) {
            closeTransformers();
            HostMemory.trim();
        }
        used.put(role, memory.tick());
        return transformers.computeIfAbsent(role, name -> {
            try (TensorSource weights = set.openTransformer(name)) {
                return new VarModel(weights, set.transformerConfig(name), resources.transformer(name));
            } finally {
                HostMemory.trim();
            }
        });
    }

    private void closeTransformers() {
        List.copyOf(transformers.keySet()).forEach(this::free);
    }

    @Override
    public void close() {
        closeTransformers();
        vaes.values().forEach(VqVae::close);
        vaes.clear();
    }
}
