package dev.codevar;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A process of its own that may have less address space than a batch's cache takes, so that the allocator itself fails. */
final class OutOfMemoryProbe {
    private static final int BATCH = LargeCaches.BATCH;

    /** Batches that were begun. */
    private static final AtomicInteger BEGUN = new AtomicInteger();

    private OutOfMemoryProbe() {}

    /**
     * With "others" another model set was drawn with before; then its models make room, and the batch stays whole. Prints how many times a
     * batch of eight was made smaller; how many of its pictures have other tokens than alone; and how many times it was begun, or its
     * parts.
     * With "alone" also how many pictures of a request of three such batches came out, and how many times those were made smaller; and how
     * many pictures came out one by one.
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        LargeCaches.warmUp();
        Resources resources = Resources.of(Device.CPU, Precision.FLOAT32);
        try (Engine engine = Engine.start(EngineOptions.DEFAULT)) {
            CoDe code = engine.open(LargeCaches.set(), resources);
            boolean besideOthers = arguments[0].equals("others");
            CoDe other = engine.open(LargeCaches.set(12, 10), resources);
            if (besideOthers) {
                generate(other, 1, 1, new AtomicInteger());
            }
            List<Generated> alone = generate(code, 1, new AtomicInteger());
            AtomicInteger reductions = new AtomicInteger();
            // Room for the cache of half a batch and what else that takes, but not for the whole one's; or hardly any,
            // while the other model set, of twice as much, is there.
            AddressSpace.limit(besideOthers ? LargeCaches.BYTES / 10 : LargeCaches.BYTES * 9 / 10);
            BEGUN.set(0);
            List<Generated> together = generate(code, BATCH, reductions);
            int begun = BEGUN.get();
            int others = 0;
            for (int i = 0; i < BATCH; i++) {
                others += together.get(i).tokens().equals(alone.get(i).tokens()) ? 0 : 1;
            }
            System.out.println(reductions.get());
            System.out.println(others);
            System.out.println(begun);
            if (besideOthers) {
                return;
            }
            AtomicInteger ofLongRequest = new AtomicInteger();
            System.out.println(generate(code, BATCH, 3 * BATCH, ofLongRequest).size());
            System.out.println(ofLongRequest.get());
            System.out.println(generate(code, 1, new AtomicInteger()).size());
        }
    }

    private static List<Generated> generate(CoDe code, int batch, AtomicInteger reductions) {
        return generate(code, batch, BATCH, reductions);
    }

    private static List<Generated> generate(CoDe code, int batch, int count, AtomicInteger reductions) {
        Request request = code.request().cfg(1.5).count(count).batch(batch).build();
        return code.generate(request, new GenerationObserver() {
                    @Override
                    public void batchStarted(int first, int pictures) {
                        BEGUN.incrementAndGet();
                    }

                    @Override
                    public void batchReduced(int asked, int drawn, String why) {
                        if (!why.startsWith("memory ran out in a batch of ")) {
                            throw new IllegalStateException(why);
                        }
                        reductions.incrementAndGet();
                    }
                })
                .pictures();
    }
}
