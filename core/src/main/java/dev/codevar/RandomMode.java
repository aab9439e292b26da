package dev.codevar;

/** Where chance comes from. */
public enum RandomMode {
    /** A picture's chance depends on its own seed alone: not on its neighbours, its place or the batch size. */
    PER_PICTURE,
    /**
     * PyTorch's CPU generator, one stream through a batch and all models of a plan, seeded with the first picture's seed: the
     * published code's pictures come out of the same seed and batch.
     */
    REFERENCE
}
