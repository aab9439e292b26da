/**
 * The Inception network of 2015, whose activations published scores (FID, sFID, Inception Score, precision and recall) are
 * computed from, as OpenAI's evaluator runs it. Its published weights come in by {@link InceptionWeights}, from TensorFlow's file
 * or a port of it to PyTorch; pictures of 8 bits come into {@link Inception}, and {@link Activations} go out.
 *
 * <p>Letters in tensors' names beyond those of {@code dev.codevar.tensor}: {@code h} and {@code w} height and width, {@code c}
 * channels, {@code f} features, {@code k} classes.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.inception;
