package dev.codevar.evaluation.score.matrix;

import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Some consecutive rows.
 *
 * @param first the first of them
 * @param rows how many
 */
public record RowBlock(int first, int rows) {
    /** {@return {@code count} rows in blocks of {@code size}, the last one smaller where it must be} */
    public static List<RowBlock> of(int count, int size) {
        if (size < 1) {
            throw new InvalidInputException("a block of " + size + " rows is empty");
        }
        return IntStream.range(0, (count + size - 1) / size)
                .mapToObj(i -> new RowBlock(i * size, Math.min(size, count - i * size)))
                .toList();
    }

    /** {@return a view of these rows of {@code tensor}} */
    public Tensor of(Tensor tensor) {
        return tensor.narrow(0, first, rows);
    }
}
