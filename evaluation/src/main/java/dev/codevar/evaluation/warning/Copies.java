package dev.codevar.evaluation.warning;

import dev.codevar.evaluation.score.neighbour.DensityCoverage;
import dev.codevar.evaluation.score.neighbour.PrecisionRecall;
import java.util.ArrayList;
import java.util.List;

/** Rows of one side that come again, and what they do to scores. */
final class Copies {
    private Copies() {}

    /**
     * {@return a line each; none where every row is there once}
     *
     * @param rows of one side
     * @param one what a row is called
     * @param balls which scores put balls around this side's rows
     */
    static List<String> of(RowHashes rows, String one, String balls) {
        int distinct = rows.distinct();
        if (distinct == rows.count()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        if (distinct == 1) {
            lines.add("all " + OptionText.counted(rows.count(), one)
                    + " are the same picture: something is broken, no score means anything");
        } else {
            String example = rows.twins()
                    .map(twins -> " (the first: " + twins.first() + " and " + twins.second() + ", from 0)")
                    .orElse("");
            int copies = rows.count() - distinct;
            lines.add(OptionText.counted(copies, one) + (copies == 1 ? " is a copy" : " are copies") + " of others"
                    + example + ": the scores are of " + OptionText.counted(distinct, "picture"));
        }
        int least = Math.min(PrecisionRecall.NEIGHBOURS, DensityCoverage.NEIGHBOURS) + 1;
        int often = rows.atLeast(least);
        if (often > 0) {
            lines.add(OptionText.counted(often, one) + (often == 1 ? " is" : " are") + " there " + least
                    + " times or more: balls around them have the radius 0, and what lies in them, " + balls
                    + ", hangs on rounding");
        }
        return lines;
    }
}
