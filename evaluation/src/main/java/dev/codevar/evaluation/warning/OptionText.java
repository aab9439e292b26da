package dev.codevar.evaluation.warning;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Numbers and options as people write them. */
public final class OptionText {
    private OptionText() {}

    /** {@return a count, as 50,000} */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@return what is counted, in the singular where it is one} */
    public static String counted(long count, String what) {
        return count(count) + " " + what + (count == 1 ? "" : "s");
    }

    /** {@return values of scales, equal neighbours together: "1.1 ×7, 1.0 ×3"; a single value as it is} */
    public static String perScale(List<?> values) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 1; i <= values.size(); i++) {
            if (i == values.size() || !values.get(i).equals(values.get(begin))) {
                int times = i - begin;
                parts.add(values.get(begin) + (times == 1 ? "" : " ×" + times));
                begin = i;
            }
        }
        return String.join(", ", parts);
    }
}
