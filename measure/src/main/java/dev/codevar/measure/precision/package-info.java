/**
 * What computing in a lower precision changes, against float32 and on the same models: logits and tokens scale by scale, and the
 * pictures as a set.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.precision;
