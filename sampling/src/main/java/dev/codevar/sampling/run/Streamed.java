package dev.codevar.sampling.run;

import org.jspecify.annotations.Nullable;

/**
 * What a run keeps instead of its pictures.
 *
 * @param network SHA-256 of the weights of the network that saw the pictures
 * @param layout what it says of one
 * @param weights the file that they were in, with its whole path; null for the network that the model set brings
 */
public record Streamed(
        String network, FeatureLayout layout, @Nullable String weights) {}
