package dev.codevar.report.table;

import java.util.Optional;

/** Makes text from a file fit for a terminal: whoever wrote the file chose it. */
public final class Shown {

    private Shown() {}

    /** {@return the text without control characters, which could move the cursor or pretend to be other lines} */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }

    /** {@return a line that says how many pictures cannot be read; empty if all can} */
    public static Optional<String> unreadable(int pictures) {
        return pictures == 0
                ? Optional.empty()
                : Optional.of("pictures skipped because they cannot be read: " + pictures);
    }
}
