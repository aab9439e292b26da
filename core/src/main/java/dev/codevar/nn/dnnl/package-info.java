/**
 * oneDNN's own library, and what is built on it that libtorch has no operator for. Tensors of the processor come in and go out.
 * {@link dev.codevar.nn.dnnl.Dnnl} is the way into the library; {@link dev.codevar.nn.dnnl.EightBitProduct} multiplies in 8 bits, by an
 * {@link dev.codevar.nn.dnnl.EightBitWeight} and what a {@link dev.codevar.nn.dnnl.RowQuantizer} makes of rows.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.nn.dnnl;
