package dev.codevar.memory;

import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Slab;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What an engine holds of the processor's memory: the caches' slab, and the weights of all its model sets, in and out by use.
 * For the engine's thread, but for {@link #add}.
 */
public final class EngineMemory implements AutoCloseable {
    private final Slab slab = new Slab();
    private final List<LoadedModels> sets = new CopyOnWriteArrayList<>();
    private long ticks;

    /** Counts a set's weights from now on; any thread. */
    public void add(LoadedModels models) {
        sets.add(models);
    }

    /** Frees a set's weights. */
    public void remove(LoadedModels models) {
        sets.remove(models);
        models.close();
        slab.close();
    }

    /** {@return the memory for caches, which stays from batch to batch unless memory is short} */
    public Slab slab() {
        return slab;
    }

    /** {@return a number larger than all before, by which it is seen what was used last} */
    public long tick() {
        return ++ticks;
    }

    /**
     * What would be left to a batch if all were freed that can be.
     *
     * @param left the process's limits
     * @param opened the set that draws it
     * @param needed the models that it needs of it
     * @param need what it takes
     * @return bytes
     */
    public long available(MemoryLeft left, Opened opened, Set<ModelKey> needed, MemoryNeed need) {
        long freeable = slab.capacity() + KernelMemory.kept(need);
        for (LoadedModels models : sets) {
            freeable += models.freeable(of(models, opened, needed));
        }
        return left.bytes(freeable);
    }

    /**
     * Frees what a batch needs room of: first what the allocator keeps, then the caches' slab, then models that it does not
     * need, of all sets, the one that was used longest ago first.
     *
     * @param need what it takes
     * @param pictures how many pictures it has
     * @param opened the set that draws it
     * @param needed the models that it needs of it
     */
    public void makeRoom(MemoryLeft left, MemoryNeed need, int pictures, Opened opened, Set<ModelKey> needed) {
        freeUntilThereIs(need.bytes(pictures) - KernelMemory.kept(need), left, pictures * need.cache(), opened, needed);
    }

    /** A batch has been drawn: the kernels that it needed are there from now on. */
    public void drew(MemoryNeed need) {
        KernelMemory.keep(need);
    }

    private void freeUntilThereIs(long bytes, MemoryLeft left, long caches, Opened opened, Set<ModelKey> needed) {
        // What the slab holds beyond this batch's cache is in nobody's reach while it is kept.
        long reused = Math.min(slab.capacity(), caches);
        if (bytes <= left.bytes(reused + replaced(opened, needed))) {
            return;
        }
        HostMemory.trim();
        if (bytes <= left.bytes(reused + replaced(opened, needed))) {
            return;
        }
        slab.close();
        HostMemory.trim();
        Optional<LoadedModels> next = leastRecent(opened, needed);
        while (bytes > left.bytes(replaced(opened, needed)) && next.isPresent()) {
            LoadedModels models = next.get();
            models.leastRecent(of(models, opened, needed)).ifPresent(entry -> models.free(entry.getKey()));
            HostMemory.trim();
            next = leastRecent(opened, needed);
        }
    }

    /** Reading a transformer frees the others where memory is short. */
    private static long replaced(Opened opened, Set<ModelKey> needed) {
        boolean reads = needed.stream().anyMatch(ModelKey.Transformer.class::isInstance);
        return reads ? opened.models().replaceable() : 0;
    }

    /**
     * Frees all that a batch does not need, on every device: its memory ran out.
     *
     * @return whether any model was freed
     */
    public boolean freeBeside(Opened opened, Set<ModelKey> needed) {
        slab.close();
        boolean freed = false;
        for (LoadedModels models : sets) {
            freed |= models.freeBeside(of(models, opened, needed));
        }
        HostMemory.trim();
        return freed;
    }

    private Optional<LoadedModels> leastRecent(Opened opened, Set<ModelKey> needed) {
        return sets.stream()
                .flatMap(
                        models -> models
                                .leastRecent(of(models, opened, needed))
                                .map(entry -> Map.entry(models, entry.getValue()))
                                .stream())
                .min(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    private static Set<ModelKey> of(LoadedModels models, Opened opened, Set<ModelKey> needed) {
        return models == opened.models() ? needed : Set.of();
    }

    @Override
    public void close() {
        sets.forEach(LoadedModels::close);
        sets.clear();
        slab.close();
    }
}
