package dev.codevar;

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
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.VqVae;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The models of a set that were needed so far: each is read when a plan first names it, and kept, unless memory is short. For
 * one thread.
 */
final class LoadedModels implements AutoCloseable {
    private final ModelSet set;
    private final Resources resources;
    private final Map<String, VarModel> transformers = new HashMap<>();
    private final Map<Pyramid, VqVae> vaes = new HashMap<>();
    private final Slab slab = new Slab();

    LoadedModels(ModelSet set, Resources resources) {
        this.set = set;
        this.resources = resources;
    }

    /** {@return the shape of the plan's first model, read from the description alone; any thread may ask} */
    VarConfig config(PlanSpec spec) {
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
    int pictureSide(PlanSpec spec) {
        return set.vaeConfig(config(spec).pyramid()).pictureSide();
    }

    /** {@return the plan with its models, read by now unless memory is short} */
    Plan plan(PlanSpec spec) {
        List<Segment> segments = spec.parts().stream()
                .map(part ->
                        new Segment(set.transformerConfig(part.role()), part.range(), () -> transformer(part.role())))
                .toList();
        if (!resources.lowMemory()) {
            spec.parts().forEach(part -> transformer(part.role()));
        }
        return new Plan(segments);
    }

    /** {@return the VQ-VAE at these scales} */
    VqVae vae(Pyramid pyramid) {
        return vaes.computeIfAbsent(pyramid, scales -> {
            try (TensorSource weights = set.openVae(set.vaeConfig(scales))) {
                return new VqVae(weights, set.vaeConfig(scales), resources.vae());
            } finally {
                HostMemory.trim();
            }
        });
    }

    /** {@return the memory for caches, which stays from request to request unless memory is short} */
    Slab slab() {
        return slab;
    }

    /** {@return whether the transformer in this role is at hand} */
    boolean has(String role) {
        return transformers.containsKey(role);
    }

    /** {@return whether the VQ-VAE at these scales is at hand} */
    boolean has(Pyramid pyramid) {
        return vaes.containsKey(pyramid);
    }

    /** {@return the bytes on the processor of transformers that are freed before another is read: where memory is short, all} */
    long replaceable() {
        if (!resources.lowMemory()) {
            return 0;
        }
        return transformers.values().stream()
                .filter(model -> !model.compute().device().cuda())
                .mapToLong(model ->
                        VarTensors.bytes(model.config(), model.compute().precision()))
                .sum();
    }

    /** Frees what one request need not leave to the next, if memory is short. */
    void requestDone() {
        if (resources.lowMemory()) {
            slab.close();
        }
    }

    /** Frees transformers that {@code spec} does not need, and the memory kept for caches. */
    void keepOnly(PlanSpec spec) {
        slab.close();
        List<String> needed = spec.parts().stream().map(PlanSpec.Part::role).toList();
        transformers.entrySet().removeIf(entry -> {
            boolean unneeded = !needed.contains(entry.getKey());
            if (unneeded) {
                entry.getValue().close();
            }
            return unneeded;
        });
    }

    /** Frees all transformers, and the memory kept for caches. */
    void makeRoom() {
        slab.close();
        closeTransformers();
        HostMemory.trim();
    }

    private VarModel transformer(String role) {
        if (resources.lowMemory() && !transformers.containsKey(role)) {
            closeTransformers();
            HostMemory.trim();
        }
        return transformers.computeIfAbsent(role, name -> {
            try (TensorSource weights = set.openTransformer(name)) {
                return new VarModel(weights, set.transformerConfig(name), resources.transformer(name));
            } finally {
                HostMemory.trim();
            }
        });
    }

    private void closeTransformers() {
        transformers.values().forEach(VarModel::close);
        transformers.clear();
    }

    @Override
    public void close() {
        closeTransformers();
        vaes.values().forEach(VqVae::close);
        vaes.clear();
        slab.close();
    }
}
