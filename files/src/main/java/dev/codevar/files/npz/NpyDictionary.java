package dev.codevar.files.npz;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.OneLine;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the Python dictionary in an npy file's header: three keys, each once and in any order, and nothing else. */
final class NpyDictionary {
    private static final int MOST_DIGITS = 19;

    private final String text;
    private int at;

    private NpyDictionary(String text) {
        this.text = text;
    }

    /** What it says: an array, and how it lies in the file. */
    record Parsed(NpyHeader header, NpyOrder order) {}

    /**
     * Reads a header's text.
     *
     * @throws CodeVarException if it is not what numpy writes, or an array of a type that is not read
     */
    static Parsed parse(String text) {
        return new NpyDictionary(text).dictionary();
    }

    private Parsed dictionary() {
        @Nullable String type = null;
        @Nullable Boolean fortran = null;
        @Nullable List<Long> shape = null;
        expect('{');
        boolean more = true;
        while (more && !accept('}')) {
            String key = string();
            expect(':');
            switch (key) {
                case "descr" -> type = once(key, type, type());
                case "fortran_order" -> fortran = once(key, fortran, bool());
                case "shape" -> shape = once(key, shape, tuple());
                default ->
                    throw new BrokenFileException("its header has a key " + OneLine.quote(key)
                            + " (legal: 'descr', 'fortran_order', 'shape')");
            }
            more = accept(',');
            if (!more) {
                expect('}');
            }
        }
        skipSpace();
        if (at < text.length()) {
            throw unexpected("nothing more");
        }
        if (type == null || fortran == null || shape == null) {
            throw new BrokenFileException("its header lacks one of 'descr', 'fortran_order', 'shape'");
        }
        return new Parsed(new NpyHeader(NpyType.of(type), shape), new NpyOrder(type.startsWith(">"), fortran));
    }

    private static <T> T once(String key, @Nullable T before, T value) {
        if (before != null) {
            throw new BrokenFileException("its header has the key '" + key + "' twice");
        }
        return value;
    }

    private String type() {
        if (peek() == '[' || peek() == '(') {
            throw new BrokenFileException("its elements are structures; only plain numbers are read");
        }
        return string();
    }

    private boolean bool() {
        for (String value : List.of("True", "False")) {
            skipSpace();
            if (text.startsWith(value, at)) {
                at += value.length();
                return value.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private List<Long> tuple() {
        List<Long> numbers = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            numbers.add(integer());
            if (!accept(',')) {
                // Without a comma Python sees a number in brackets, not a tuple.
                if (numbers.size() == 1) {
                    throw unexpected("','");
                }
                expect(')');
                return numbers;
            }
        }
        return numbers;
    }

    private long integer() {
        boolean negative = accept('-');
        skipSpace();
        int begin = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(begin, at);
        if (digits.isEmpty() || (digits.startsWith("0") && digits.length() > 1)) {
            at = begin;
            throw unexpected("a whole number");
        }
        if (digits.length() < MOST_DIGITS
                || (digits.length() == MOST_DIGITS && digits.compareTo("" + Long.MAX_VALUE) <= 0)) {
            return negative ? -Long.parseLong(digits) : Long.parseLong(digits);
        }
        throw new BrokenFileException("its shape has the dimension " + OneLine.quote(digits) + ", more than 2^63");
    }

    private String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw unexpected("a quoted name");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw new BrokenFileException("its header ends within a quoted name");
        }
        String inside = text.substring(at + 1, end);
        at = end + 1;
        if (!inside.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '\\')) {
            throw new BrokenFileException(
                    "its header holds " + OneLine.quote(inside) + ", which is no name of numpy's");
        }
        return inside;
    }

    /** {@return the next character that is no space, or NUL at the end} */
    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean accept(char wanted) {
        boolean there = peek() == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private CodeVarException unexpected(String wanted) {
        String rest = text.substring(at, Math.min(text.length(), at + 20));
        return new BrokenFileException("its header is not as numpy writes it: expected " + wanted + " at character "
                + at + ", found " + (rest.isEmpty() ? "the end" : OneLine.quote(rest)));
    }
}
