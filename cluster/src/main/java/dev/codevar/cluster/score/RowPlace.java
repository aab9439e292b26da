package dev.codevar.cluster.score;

import dev.codevar.report.json.Json;
import java.util.List;

/**
 * Where rows of little-endian float32 lie, and which of their columns are meant: small enough to be told to every task.
 *
 * @param folder the address of a folder
 * @param pieces files in it, in the order of rows
 * @param numbers how many numbers a row has
 * @param column the first column that is meant
 * @param width how many columns are meant
 */
public record RowPlace(String folder, List<Piece> pieces, int numbers, int column, int width) {
    /** A file of whole rows. */
    public record Piece(String file, int rows) {}

    public RowPlace {
        pieces = List.copyOf(pieces);
    }

    /** {@return some of the columns that are meant} */
    RowPlace columns(int first, int count) {
        return new RowPlace(folder, pieces, numbers, column + first, count);
    }

    String json() {
        return Json.line(this);
    }
}
