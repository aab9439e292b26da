/**
 * A small network that recognises pictures, and whose features scores are computed from where the Inception network has nothing to
 * say: its shape, its file and its use; it is trained elsewhere. Pictures of 8 bits come into {@link Classifier}, features and
 * classes go out; {@link RealFeatures} writes those of real pictures as a reference.
 *
 * <p>Letters in tensors' names beyond those of {@code dev.codevar.tensor}: {@code h} and {@code w} height and width, {@code d}
 * features, {@code k} classes.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.classifier;
