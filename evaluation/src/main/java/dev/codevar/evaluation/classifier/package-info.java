/**
 * A small network that recognises pictures, and whose features scores are computed from where the Inception network has nothing to
 * say: how it is made, trained and used.
 *
 * <p>Letters in tensors' names beyond those of {@code dev.codevar.tensor}: {@code h} and {@code w} height and width, {@code d}
 * features, {@code k} classes.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.classifier;
