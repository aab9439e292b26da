package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.report.table.Numbers;
import dev.codevar.report.table.TextTable;
import java.util.List;

/**
 * How near samples come to the pictures that a model learnt from, beside how near test pictures do. Differences are as in {@link Pair}.
 *
 * @param samples of the samples
 * @param test of the data's test pictures
 * @param shareNear the share of samples that are at least as near as the nearest hundredth of the test pictures; 0.01 is as test pictures are
 * @param learnt how many pictures the model learnt from
 * @param side the side of what is compared, in pixels
 * @param nearest the nearest samples, the nearest first
 */
public record NearestReport(Spread samples, Spread test, double shareNear, int learnt, int side, List<Pair> nearest) {
    private static final double FEW = 0.01;
    private static final int NAMED = 10;

    /**
     * A set's differences.
     *
     * @param pictures how many it has
     * @param least the least
     * @param hundredth what one in a hundred has at most
     * @param tenth what one in ten has at most
     * @param median what half have at most
     */
    public record Spread(int pictures, double least, double hundredth, double tenth, double median) {
        private static Spread of(NearestPictures nearest) {
            return new Spread(
                    nearest.pairs().size(),
                    nearest.quantile(0),
                    nearest.quantile(FEW),
                    nearest.quantile(0.1),
                    nearest.quantile(0.5));
        }
    }

    public NearestReport {
        nearest = List.copyOf(nearest);
    }

    /**
     * @param found what was found
     * @param side the pictures' side in pixels
     */
    public static NearestReport of(NearestSearch found, int side) {
        return new NearestReport(
                Spread.of(found.samples()),
                Spread.of(found.test()),
                found.samples().shareWithin(found.test().quantile(FEW)),
                found.learnt(),
                Math.min(side, ColourRows.SIDE),
                found.samples().ascending().stream().limit(NAMED).toList());
    }

    /** {@return it for people, in lines} */
    public String text() {
        TextTable table = new TextTable(1, "to the nearest", "pictures", "least", "1%", "10%", "median");
        add(table, "of the samples", samples);
        add(table, "of the test pictures", test);
        return table.text() + "\nRoot mean square difference of colours (0 to 255) from the nearest of " + learnt
                + " training pictures,\ncut from the middle, as they are and mirrored, at " + side + "x" + side
                + " pixels.\n"
                + Numbers.three(100 * shareNear) + " %"
                + " of the samples are at least as near as the nearest 1% of the test pictures.\n";
    }

    private static void add(TextTable table, String name, Spread spread) {
        table.add(
                name,
                String.valueOf(spread.pictures()),
                Numbers.three(spread.least()),
                Numbers.three(spread.hundredth()),
                Numbers.three(spread.tenth()),
                Numbers.three(spread.median()));
    }
}
