/**
 * Decoding: one loop over the scales of a picture, in which every variant is a value (a plan, an edit, a way to sample). A
 * {@link Plan} and a {@link Batch} come into {@link Decoder}; a {@link Canvas} with tokens and latent pictures goes out, and an
 * {@link Observer} hears of every scale. Letters of shapes are in {@code tensor}.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Plan} and its {@link Segment}s: which model makes which scales. {@link Batch} and its {@link Row}s: what is drawn,
 *       perhaps with an {@link Edit}.
 *   <li>{@link Decoder}: the loop, over a {@link Drawing}: the pictures of the batch that have not left.
 *   <li>{@link Session}: one model at work, from a scale's inputs to its logits.
 *   <li>{@code token}: guidance from two rows of logits to one, which must be finite ({@link FiniteLogits}); a {@code Picker} from
 *       logits to tokens.
 *   <li>{@link Canvas}: from tokens to the latent so far and the next scale's input.
 *   <li>{@link Observer}, {@link LogitsObserver}, {@link ScaleReport} and {@link Preview}: what is told of all this.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.decode;

import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
