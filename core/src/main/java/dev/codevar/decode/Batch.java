package dev.codevar.decode;

import dev.codevar.decode.token.Row;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Pictures that are drawn together.
 *
 * @param rows the pictures, at least one
 * @param moreSmooth whether codes are mixed by Gumbel softmax instead of chosen: smoother pictures, never for scores
 * @param referenceSeed if present, the whole batch is sampled from PyTorch's CPU generator with this seed, as the published
 *     code does, and the rows' own seeds are not used
 */
public record Batch(List<Row> rows, boolean moreSmooth, OptionalLong referenceSeed) {
    public Batch {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new InvalidInputException("a batch needs at least one picture, got none");
        }
    }
}
