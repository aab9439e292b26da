package dev.codevar.training.task.tokens;

import dev.codevar.tensor.Compute;
import dev.codevar.training.Moment;
import dev.codevar.vqvae.VqVae;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Tokens that were found once, of every view of every picture.
 *
 * @param data the tokens; stays the caller's
 * @param vae whose tokens they are; stays the caller's
 */
public record KeptTokens(TokenData data, VqVae vae) implements TokenBatches {

    @Override
    public int count() {
        return data.count() / data.views().count();
    }

    @Override
    public Batch of(int[] pictures, Moment moment) {
        return sequences(IntStream.of(pictures)
                .map(picture -> data.views().turn(picture, moment) * count() + picture)
                .toArray());
    }

    /** {@return these sequences in the order of the file, in the innermost PointerScope} */
    public Batch sequences(int... sequences) {
        Tensor sequences_B =
                Tensor.create(IntStream.of(sequences).asLongStream().toArray(), sequences.length);
        Compute compute = vae.compute();
        return Batch.of(compute.send(data.labels(sequences_B)), compute.send(data.ids(sequences_B)), vae);
    }
}
