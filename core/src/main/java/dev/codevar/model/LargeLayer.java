package dev.codevar.model;

import java.util.Locale;

/** The layers of a block that every token goes through. */
public enum LargeLayer {
    /** Queries, keys and values. */
    QKV,
    /** Attention's projection. */
    PROJ,
    /** The first of the feed-forward network, with its GELU. */
    FC1,
    /** The second of the feed-forward network. */
    FC2;

    /** {@return its name as reports have it: qkv, proj, fc1 or fc2} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
