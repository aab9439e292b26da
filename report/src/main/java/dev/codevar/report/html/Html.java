package dev.codevar.report.html;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes elements that are HTML and XML at once; all text and every attribute's value is escaped. */
public final class Html {
    private static final int REPLACEMENT = 0xFFFD;

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    public Html open(String name, String... attributes) {
        start(name, attributes).append('>');
        open.push(name);
        return this;
    }

    /** Ends the element begun last. */
    public Html close() {
        out.append("</").append(open.pop()).append(">");
        return this;
    }

    /** An element without content, such as {@code img}. */
    public Html empty(String name, String... attributes) {
        start(name, attributes).append("/>");
        return this;
    }

    /** An element that holds only text. */
    public Html element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    public Html text(String text) {
        text.codePoints().forEach(this::escape);
        return this;
    }

    /**
     * Begins a table and its body. Roles are named, because tables that a narrow screen lays out as blocks lose their own.
     *
     * @param kind the table's class
     * @param columns their names, empty for one that needs none
     */
    public Html table(String kind, String... columns) {
        open("table", "class", kind, "role", "table")
                .open("thead", "role", "rowgroup")
                .open("tr", "role", "row");
        for (String column : columns) {
            if (column.isEmpty()) {
                cell("").close();
            } else {
                element("th", column, "scope", "col", "role", "columnheader");
            }
        }
        return close().close().open("tbody", "role", "rowgroup").line();
    }

    /** Begins a table's row. */
    public Html row(String header) {
        return open("tr", "role", "row").element("th", header, "scope", "row", "role", "rowheader");
    }

    /** Begins a cell of the class {@code kind}. */
    public Html cell(String kind) {
        return open("td", "class", kind, "role", "cell");
    }

    public Html line() {
        out.append('\n');
        return this;
    }

    private StringBuilder start(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
        return out;
    }

    private void escape(int character) {
        switch (character) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.appendCodePoint(legal(character) ? character : REPLACEMENT);
        }
    }

    /** By XML 1.0; half a surrogate pair is none either. */
    private static boolean legal(int character) {
        return character == '\n'
                || character == '\t'
                || (character >= ' ' && character < 0x7F)
                || (character >= 0xA0 && character < 0xD800)
                || (character >= 0xE000 && character < 0xFFFE)
                || character >= 0x10000;
    }

    /** {@return all that was written} */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException(open + " not closed");
        }
        return out.toString();
    }
}
