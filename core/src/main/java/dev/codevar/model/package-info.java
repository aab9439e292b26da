/**
 * The VAR transformer: immutable weights ({@link VarModel}), and what a session keeps beside them ({@link Conditioning},
 * {@link KvCache}). Classes and the inputs of some scales come in; logits of these scales' tokens go out. Letters of shapes are in
 * {@code tensor}. A {@link LayerWatch} sees single layers at work. {@link EightBitTensors} is how weights that a file has in 8 bits
 * are read.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.model;
