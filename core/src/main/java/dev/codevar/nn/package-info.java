/**
 * The layers that models are built from, and the only place that knows packed or fused kernels. Weights and a
 * {@link dev.codevar.tensor.Compute} come in; layers go out that take a tensor and give a tensor, by the kernel that suits that
 * device and precision.
 *
 * <p>Other packages use {@link Linear}, {@link Conv2d}, {@link GroupNorm}, {@link Silu}, {@link HeadNorm} and
 * {@link HeadAttention}; {@link Linear} is the one to read first. Behind them stand:
 *
 * <ul>
 *   <li>products: {@link ProductChoice} chooses a {@link Product} for a weight: {@link PlainProduct}, {@link LibtorchOneDnn} or
 *       {@link DnnlProduct}. {@link ProductKinds} has them all, for measuring.
 *   <li>attention: {@link FusedAttention}, or {@link ScoredAttention} on {@link AttentionKernels}; {@link AttentionByScores} takes
 *       one or the other by a row's shape.
 *   <li>norms: {@link PiecewiseNorm}, a group norm with the same bits for any number of threads.
 *   <li>ways into libraries: {@link Operator} calls what libtorch's Java package has no method for, {@link Dnnl} calls oneDNN's
 *       own library, and {@code nn.dnnl} has what is multiplied by it in 8 bits; {@link Kernel} names what computes, and why.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.nn;

import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.tensor.Kernel;
