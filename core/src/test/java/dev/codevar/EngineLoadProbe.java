package dev.codevar;

import dev.codevar.pyramid.Tokens;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;

/** A process of its own in which many threads hand in many requests at once. */
final class EngineLoadProbe {
    private static final int THREADS = 64;
    private static final int SEEDS = 100;
    private static final int LARGEST_BATCH = 16;
    private static final int READINGS = 5;
    /** Pictures of 32 pixels: 3 KiB, which stand out against what an allocator and a compiler of Java do by chance. */
    private static final List<Integer> MULTIPLIERS = List.of(1, 1, 1, 2);

    private EngineLoadProbe() {}

    /**
     * Takes how many requests are made, after a round of a quarter as many. Prints: requests that ended, of them those whose tokens are
     * not those of the same request alone; native pointers before and after the second round; and by how many KiB it made the
     * process grow.
     */
    public static void main(String... arguments) throws InterruptedException {
        int requests = Integer.parseInt(arguments[0]);
        Resources resources = Resources.of(Device.CPU, Precision.FLOAT32);
        EngineOptions options = new EngineOptions(2 * requests, LARGEST_BATCH, false);
        try (Engine engine = Engine.start(options);
                CoDe code = engine.open(TestModels.tiny(MULTIPLIERS), resources)) {
            List<Tokens> alone = new ArrayList<>();
            for (int seed = 0; seed < SEEDS; seed++) {
                alone.add(code.generate(request(code, seed, 1), GenerationObserver.NONE)
                        .pictures()
                        .get(0)
                        .tokens());
            }
            AtomicInteger ended = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            // How many are drawn together follows from who comes when, and libraries keep what they made for each size.
            for (int size = 1; size <= LARGEST_BATCH; size++) {
                code.generate(code.request().count(size).batch(size).build(), GenerationObserver.NONE);
            }
            round(code, requests / 4, alone, ended, others);
            long pointers = Pointer.totalCount();
            System.gc();
            HostMemory.trim();
            long resident = HostMemory.resident().orElseThrow();
            round(code, requests, alone, ended, others);
            // What came and goes again is not what stays.
            long least = Long.MAX_VALUE;
            for (int i = 0; i < READINGS; i++) {
                round(code, requests / 100, alone, ended, others);
                System.gc();
                HostMemory.trim();
                least = Math.min(least, HostMemory.resident().orElseThrow());
            }
            System.out.println(ended.get());
            System.out.println(others.get());
            System.out.println(pointers);
            System.out.println(Pointer.totalCount());
            System.out.println((least - resident) / 1024);
        }
    }

    private static Request request(CoDe code, int seed, int batch) {
        return code.request().count(1).seed(seed).batch(batch).build();
    }

    private static void round(CoDe code, int requests, List<Tokens> alone, AtomicInteger ended, AtomicInteger others)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            int first = t;
            Thread thread = new Thread(() -> {
                List<GenerationHandle> handles = new ArrayList<>();
                for (int i = first; i < requests; i += THREADS) {
                    handles.add(code.submit(request(code, i % SEEDS, 0), GenerationObserver.NONE));
                }
                int next = first;
                for (GenerationHandle handle : handles) {
                    Generation done = handle.await();
                    ended.incrementAndGet();
                    boolean same = done.pictures().size() == 1
                            && done.pictures().get(0).tokens().equals(alone.get(next % SEEDS));
                    others.addAndGet(same ? 0 : 1);
                    next += THREADS;
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
