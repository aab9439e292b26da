package dev.codevar.app.terminal;

/** Makes text from a file fit for a terminal: whoever wrote the file chose it. */
public final class Shown {

    private Shown() {}

    /** {@return the text without control characters, which could move the cursor or pretend to be other lines} */
    public static String plain(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    }
}
