/** The layers that models are built from, and the only place that knows packed or fused kernels. */
@org.jspecify.annotations.NullMarked
package dev.codevar.nn;
