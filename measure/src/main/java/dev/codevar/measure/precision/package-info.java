/**
 * What computing in a lower precision changes, against float32 and on the same models. A request comes into {@link PrecisionStudy}
 * and is drawn in both; a {@link PrecisionReport} goes out: logits and tokens scale by scale, and the pictures as a set.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.precision;
