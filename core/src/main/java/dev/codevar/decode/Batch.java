package dev.codevar.decode;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
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

    /** {@return whether any picture needs the "no class" rows beside its own} */
    boolean guided() {
        return rows.stream().anyMatch(row -> row.cfg() > 0);
    }

    /** {@return the classes of the rows computed together: the pictures', then as many times "no class" if guided} */
    int[] classes(VarConfig config) {
        int pictures = rows.size();
        int[] classes = new int[guided() ? 2 * pictures : pictures];
        for (int row = 0; row < classes.length; row++) {
            classes[row] = row < pictures ? rows.get(row).label() : config.noClass();
        }
        return classes;
    }
}
