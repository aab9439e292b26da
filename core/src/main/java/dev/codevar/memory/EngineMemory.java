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
     * @param roles the transformers that it needs
     * @return bytes
     */
    public long available(MemoryLeft left, Opened opened, Set<String> roles) {
        long freeable = slab.capacity() + opened.models().replaceable();
        for (LoadedModels models : sets) {
            boolean replaced = models == opened.models() && opened.resources().lowMemory();
            freeable += replaced ? 0 : models.bytesBeside(needed(models, opened, roles));
        }
        return left.bytes(freeable);
    }

    /**
     * Frees what a batch needs room of: first what the allocator keeps, then the caches' slab, then transformers that it does not
     * need, of all sets, the one that was used longest ago first.
     *
     * @param need what it takes
     * @param pictures how many pictures it has
     * @param opened the set that draws it
     * @param roles the transformers that it needs
     */
    public void makeRoom(MemoryLeft left, MemoryNeed need, int pictures, Opened opened, Set<String> roles) {
        long bytes = need.bytes(pictures);
        // What the slab holds beyond this batch's cache is in nobody's reach while it is kept.
        long reused = Math.min(slab.capacity(), pictures * need.cache());
        if (bytes <= left.bytes(reused + replaced(opened, roles))) {
            return;
        }
        HostMemory.trim();
        if (bytes <= left.bytes(reused + replaced(opened, roles))) {
            return;
        }
        slab.close();
        HostMemory.trim();
        Optional<LoadedModels> next = leastRecent(opened, roles);
        while (bytes > left.bytes(replaced(opened, roles)) && next.isPresent()) {
            LoadedModels models = next.get();
            models.leastRecent(needed(models, opened, roles)).ifPresent(entry -> models.free(entry.getKey()));
            HostMemory.trim();
            next = leastRecent(opened, roles);
        }
    }

    /** Reading a transformer frees the others where memory is short. */
    private static long replaced(Opened opened, Set<String> roles) {
        return roles.isEmpty() ? 0 : opened.models().replaceable();
    }

    /** Frees all that a batch does not need, on every device: its memory ran out. */
    public void freeBeside(Opened opened, Set<String> roles) {
        slab.close();
        sets.forEach(models -> models.freeBeside(needed(models, opened, roles)));
        HostMemory.trim();
    }

    private Optional<LoadedModels> leastRecent(Opened opened, Set<String> roles) {
        return sets.stream()
                .flatMap(
                        models -> models
                                .leastRecent(needed(models, opened, roles))
                                .map(entry -> Map.entry(models, entry.getValue()))
                                .stream())
                .min(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey);
    }

    private static Set<String> needed(LoadedModels models, Opened opened, Set<String> roles) {
        return models == opened.models() ? roles : Set.of();
    }

    @Override
    public void close() {
        sets.forEach(LoadedModels::close);
        sets.clear();
        slab.close();
    }
}
