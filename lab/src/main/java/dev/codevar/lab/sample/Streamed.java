package dev.codevar.lab.sample;

import dev.codevar.lab.score.FeatureLayout;

/**
 * What a run keeps instead of its pictures.
 *
 * @param network SHA-256 of the weights of the network that saw the pictures
 * @param layout what it says of one
 */
public record Streamed(String network, FeatureLayout layout) {}
