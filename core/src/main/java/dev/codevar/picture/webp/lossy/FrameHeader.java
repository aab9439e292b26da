package dev.codevar.picture.webp.lossy;

/**
 * What stands before the blocks of a key frame: segments with quantizers and filters of their own, how strongly edges are filtered, and
 * probabilities (RFC 6386, 9).
 */
final class FrameHeader {
    private static final int SEGMENTS = 4;
    private static final int CERTAIN = 255;

    private final BoolReader in;
    private final boolean segmented;
    private boolean segmentOfEach;
    /** As Google's decoder has it where a file does not say; RFC 6386 does not. */
    private boolean absolute = true;

    private final int[] segmentQuantizers = new int[SEGMENTS];
    private final int[] segmentFilters = new int[SEGMENTS];
    private final int[] segmentProbabilities = {CERTAIN, CERTAIN, CERTAIN};

    private final boolean simpleFilter;
    private final int filterLevel;
    private final int sharpness;
    private final boolean filterByMode;
    private int filterOfKeyFrame;
    private int filterOfSmallBlocks;

    private final int partitions;
    private final QuantizerSteps[] quantizers = new QuantizerSteps[SEGMENTS];
    private final int[] probabilities = LossyTables.coefficientProbabilities();
    private final boolean skips;
    private final int skipProbability;

    FrameHeader(BoolReader in) {
        this.in = in;
        // What colours mean, and whether values could go over their range: decoders take no notice.
        in.read(2);
        segmented = in.flag();
        if (segmented) {
            readSegments();
        }
        simpleFilter = in.flag();
        filterLevel = in.read(6);
        sharpness = in.read(3);
        filterByMode = in.flag();
        if (filterByMode && in.flag()) {
            filterOfKeyFrame = in.optional(6);
            skip(3);
            filterOfSmallBlocks = in.optional(6);
            skip(3);
        }
        partitions = 1 << in.read(2);
        readQuantizers();
        // Whether later frames inherit the probabilities.
        in.flag();
        for (int i = 0; i < probabilities.length; i++) {
            if (in.bit(LossyTables.UPDATES[i]) == 1) {
                probabilities[i] = in.read(8);
            }
        }
        skips = in.flag();
        skipProbability = skips ? in.read(8) : 0;
        in.requireNotOver();
    }

    private void skip(int count) {
        for (int i = 0; i < count; i++) {
            in.optional(6);
        }
    }

    private void readSegments() {
        segmentOfEach = in.flag();
        if (in.flag()) {
            absolute = in.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantizers[i] = in.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentFilters[i] = in.optional(6);
            }
        }
        for (int i = 0; i < segmentProbabilities.length && segmentOfEach; i++) {
            segmentProbabilities[i] = in.flag() ? in.read(8) : CERTAIN;
        }
    }

    private void readQuantizers() {
        int base = in.read(7);
        int[] more = new int[5];
        for (int i = 0; i < more.length; i++) {
            more[i] = in.optional(4);
        }
        for (int i = 0; i < SEGMENTS; i++) {
            quantizers[i] = QuantizerSteps.of(ofSegment(base, segmentQuantizers[i]), more);
        }
    }

    private int ofSegment(int base, int own) {
        return segmented ? own + (absolute ? 0 : base) : base;
    }

    /** {@return how many parts the coefficients lie in: 1, 2, 4 or 8} */
    int partitions() {
        return partitions;
    }

    /** {@return the segment of the next large block, read} */
    int readSegment() {
        if (!segmentOfEach) {
            return 0;
        }
        return in.bit(segmentProbabilities[0]) == 0
                ? in.bit(segmentProbabilities[1])
                : 2 + in.bit(segmentProbabilities[2]);
    }

    /** {@return whether the next large block has no coefficients, read} */
    boolean readSkip() {
        return skips && in.bit(skipProbability) == 1;
    }

    QuantizerSteps quantizer(int segment) {
        return quantizers[segment];
    }

    /** {@return the probabilities of coefficients, by kind of block, band, neighbours and decision} */
    int[] probabilities() {
        return probabilities;
    }

    /** {@return how edges of a block are filtered, by segment, and whether it is predicted in small blocks} */
    EdgeStrength strength(int segment, boolean small) {
        if (filterLevel == 0) {
            return EdgeStrength.of(0, sharpness);
        }
        int level = ofSegment(filterLevel, segmentFilters[segment]);
        if (filterByMode) {
            level += filterOfKeyFrame + (small ? filterOfSmallBlocks : 0);
        }
        return EdgeStrength.of(Math.max(0, Math.min(63, level)), sharpness);
    }

    boolean simpleFilter() {
        return simpleFilter;
    }
}
