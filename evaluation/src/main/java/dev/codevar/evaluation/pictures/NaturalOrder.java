package dev.codevar.evaluation.pictures;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names as people sort them: {@code 9.png} before {@code 10.png}. */
final class NaturalOrder implements Comparator<String> {
    /** A number, or what stands between two. */
    private static final Pattern PART = Pattern.compile("[0-9]+|[^0-9]+");

    private static final Pattern ZEROS = Pattern.compile("^0+(?=[0-9])");

    @Override
    public int compare(String left, String right) {
        Matcher lefts = PART.matcher(left);
        Matcher rights = PART.matcher(right);
        while (true) {
            boolean more = lefts.find();
            if (!rights.find()) {
                // Names that differ in leading zeros alone still have an order.
                return more ? 1 : left.compareTo(right);
            }
            int order = more ? compareParts(lefts.group(), rights.group()) : -1;
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareParts(String left, String right) {
        if (!isNumber(left) || !isNumber(right)) {
            return left.compareTo(right);
        }
        String one = ZEROS.matcher(left).replaceFirst("");
        String other = ZEROS.matcher(right).replaceFirst("");
        return one.length() == other.length() ? one.compareTo(other) : one.length() - other.length();
    }

    private static boolean isNumber(String part) {
        return Character.isDigit(part.charAt(0));
    }
}
