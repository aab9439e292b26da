package dev.codevar.lab.classifier;

import org.bytedeco.pytorch.Tensor;

/**
 * What the network says about pictures, a picture a row: contiguous, float32, on the processor.
 *
 * @param features_Bd the last stage's means over the picture (B, d), none below 0
 * @param logits_Bk one number a class (B, k)
 */
public record Recognised(Tensor features_Bd, Tensor logits_Bk) {}
