package dev.codevar;

import dev.codevar.decode.Plan;
import dev.codevar.decode.Segment;
import dev.codevar.model.KvCache;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import java.lang.management.ManagementFactory;

/** How many pictures fit at a time when nobody says: caches and activations may take an eighth of the machine's memory. */
final class BatchSize {
    private static final int LARGEST = 64;
    private static final int SHARE = 8;
    private static final int ROWS_PER_PICTURE = 2;
    /** Float32 copies of a token's vector that live at once: the sum, a norm, queries, keys, values, four of the FFN. */
    private static final long COPIES = 12;

    private BatchSize() {}

    static int fitting(Plan plan) {
        long perPicture = plan.segments().stream()
                .mapToLong(BatchSize::bytesPerPicture)
                .max()
                .orElseThrow();
        return (int) Math.max(1, Math.min(LARGEST, physicalMemory() / SHARE / perPicture));
    }

    private static long bytesPerPicture(Segment segment) {
        VarConfig config = segment.model().config();
        Pyramid pyramid = config.pyramid();
        int tokens = pyramid.begin(segment.range().to());
        long activations = 4 * COPIES * ROWS_PER_PICTURE * tokens * Math.max(config.width(), config.codes());
        return KvCache.bytes(config, ROWS_PER_PICTURE, tokens, segment.model().compute()) + activations;
    }

    private static long physicalMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 4L << 30;
    }
}
