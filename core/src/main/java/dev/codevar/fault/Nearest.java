package dev.codevar.fault;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody who mistyped a name may have meant. */
public final class Nearest {
    private Nearest() {}

    /**
     * {@return the name that so few letters part from what was typed that it is likely meant: at most one in three, upper and lower
     * case being the same; the first of equally near ones}
     *
     * @param typed what was typed
     * @param names the names that there are
     */
    public static Optional<String> to(String typed, Collection<String> names) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        int most = wanted.length() / 3;
        return names.stream()
                .filter(name -> isNear(wanted, name.toLowerCase(Locale.ROOT), most))
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))));
    }

    /** {@return the question whether that name is meant, with a space behind it; nothing if none is near} */
    public static String meant(String typed, Collection<String> names) {
        return to(typed, names).map(name -> "did you mean " + name + "? ").orElse("");
    }

    /** A name that is so much longer or shorter is as many letters away at least: they need not be counted one by one. */
    private static boolean isNear(String wanted, String name, int most) {
        return Math.abs(wanted.length() - name.length()) <= most && distance(wanted, name) <= most;
    }

    /** How many letters must be put in, taken out or replaced to make one of the other (Levenshtein's distance). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
