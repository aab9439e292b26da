package dev.codevar.picture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The 5x7 letters of captions, for the printable ASCII characters; read from {@code font5x7.txt}, which is their
 * drawing: bands of 16 letters, a line of names above 9 lines of {@code #} and {@code .}, of which the last two lie below
 * the line that is written on.
 */
final class Font {
    static final int WIDTH = 5;
    static final int HEIGHT = 9;
    /** From one letter's left edge to the next one's. */
    static final int ADVANCE = WIDTH + 1;

    private static final int FIRST = ' ';
    private static final int LAST = '~';
    private static final int BAND = 16;
    private static final List<String> DRAWING = drawing();

    private Font() {}

    private static List<String> drawing() {
        try (InputStream in = Objects.requireNonNull(Font.class.getResourceAsStream("font5x7.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only characters that have a letter; every other one becomes a question mark. */
    static String drawable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> out.append(c < FIRST || c > LAST ? '?' : (char) c));
        return out.toString();
    }

    /** Whether the letter of a drawable character is inked at column x (0 to 4), row y (0 to 8). */
    static boolean inked(char letter, int x, int y) {
        int index = letter - FIRST;
        String line = DRAWING.get(index / BAND * (HEIGHT + 1) + 1 + y);
        return line.charAt(index % BAND * ADVANCE + x) == '#';
    }
}
