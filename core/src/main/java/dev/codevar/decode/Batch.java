package dev.codevar.decode;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.PictureRows;
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

    /** {@return the rows that a model computes: a picture without guidance has no row of "no class"} */
    PictureRows pictureRows() {
        int[] labels = rows.stream().mapToInt(Row::label).toArray();
        boolean[] guided = new boolean[labels.length];
        for (int i = 0; i < guided.length; i++) {
            guided[i] = rows.get(i).cfg() > 0;
        }
        return PictureRows.of(labels, guided);
    }
}
