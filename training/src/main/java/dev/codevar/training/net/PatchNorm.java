package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a discriminator has between its convolutions. */
public enum PatchNorm {
    /** Each picture by itself, in 8 groups of channels: a batch may be small. */
    GROUP,
    /** By the whole batch, as published; its running means, which training has no use for, are not kept. */
    BATCH,
    /** Nothing. */
    NONE;

    static final int GROUPS = 8;

    /** {@return the one of that name, as configurations have it} */
    public static PatchNorm named(String name) {
        return Arrays.stream(values())
                .filter(norm -> norm.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("norm '" + name + "' is not one of "
                        + Arrays.stream(values()).map(PatchNorm::label).collect(Collectors.joining(", "))));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
