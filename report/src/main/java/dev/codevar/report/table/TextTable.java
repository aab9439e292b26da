package dev.codevar.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in columns as wide as their widest cell, for a terminal. */
public final class TextTable {
    private static final String GAP = "  ";

    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * @param textColumns how many columns from the left hold words and begin at their left edge; numbers end at their right one
     * @param header the columns' names
     */
    public TextTable(int textColumns, String... header) {
        this.textColumns = textColumns;
        rows.add(List.of(header));
    }

    /** Adds a row of as many cells as the header has. */
    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** {@return the rows, a line each, below the header and a rule} */
    public String text() {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines =
                new ArrayList<>(rows.stream().map(row -> line(row, widths)).toList());
        lines.add(1, "-".repeat(IntStream.of(widths).sum() + GAP.length() * (widths.length - 1)));
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private String line(List<String> row, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> {
                    String cell = row.get(column);
                    String space = " ".repeat(widths[column] - cell.length());
                    return column < textColumns ? cell + space : space + cell;
                })
                .collect(Collectors.joining(GAP));
    }
}
