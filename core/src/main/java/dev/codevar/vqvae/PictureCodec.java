package dev.codevar.vqvae;

import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Tokens;
import java.util.List;

/**
 * A model set's VQ-VAE alone: pictures to the tokens of all scales, and back. Requests may come from any thread. Each picture goes through
 * alone, so memory does not grow with their number, and none depends on the others.
 *
 * <p>All of it fails with a {@link dev.codevar.fault.CodeVarException} if the VQ-VAE does not fit into memory, or its file is broken;
 * with its {@link dev.codevar.fault.QueueFullException} if too many requests wait; with a
 * {@link java.util.concurrent.CancellationException} if the waiting thread is interrupted; and with an
 * {@link IllegalStateException} after the set was closed.
 */
public interface PictureCodec {
    /**
     * Sends a picture through the VQ-VAE.
     *
     * @param picture of the model's size
     * @return the picture as it is after every scale; the last is the reconstruction
     * @throws dev.codevar.fault.InvalidInputException if it is of another size
     */
    List<Picture> reconstruct(Picture picture);

    /**
     * Finds the tokens of pictures, in float32 always: a token is a decision that rounding can turn.
     *
     * @param pictures of the model's size
     * @return for each its tokens, of all K scales
     * @throws dev.codevar.fault.InvalidInputException if one is of another size
     */
    List<Tokens> encode(List<Picture> pictures);

    /** As {@link #encode(List)}, of one picture. */
    default Tokens encode(Picture picture) {
        return encode(List.of(picture)).get(0);
    }

    /**
     * Makes the pictures of tokens, whether they come from {@link #encode(List)}, from a picture that was generated or from elsewhere.
     *
     * @param tokens of this model's scales or, as {@link Tokens#first} gives them, of the coarsest of them, and of as many codes
     *     as it has
     * @return for each its picture, of the model's size
     * @throws dev.codevar.fault.InvalidInputException if some are of other scales or codes
     */
    List<Picture> decode(List<Tokens> tokens);

    /** As {@link #decode(List)}, of one picture. */
    default Picture decode(Tokens tokens) {
        return decode(List.of(tokens)).get(0);
    }
}
