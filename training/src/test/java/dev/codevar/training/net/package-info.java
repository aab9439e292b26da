/** Tests of the differentiable networks, against golden data and differences. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.net;
