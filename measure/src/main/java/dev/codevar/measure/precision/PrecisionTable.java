package dev.codevar.measure.precision;

import dev.codevar.decode.token.Sampling;
import dev.codevar.report.table.TextTable;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows a report on a terminal. */
public final class PrecisionTable {
    private static final int TEXT_COLUMNS = 3;

    private static final String SCALES_EXPLAINED = """
            Δ: difference of guided logits; σ: their deviation over the codes. Both precisions see the history that float32
            drew, except under "same, alone". Total variation: half the sum of the probabilities' differences, the least share
            of tokens that any way of drawing turns. KL: divergence of float32's probabilities to the others of the same codes,
            after the filter, in nats. Same likeliest: the best code is the same. Same token: drawn by the same
            chance. Same, alone: drawn by the same chance, each precision going on from its own tokens.
            """;

    private static final String PICTURES_EXPLAINED = """
            Fréchet distance of grey 8x8 pixels, which is not FID: no network is used. A precision that changes which pictures
            are drawn, but not what they are like, is as far from float32's of other seeds as float32 itself is.
            """;

    private PrecisionTable() {}

    /** {@return a row for each scale and one for all, then single layers, then the pictures, each with what the numbers mean} */
    public static String of(PrecisionReport report) {
        return report.model() + ", plan " + report.plan() + ": " + report.precision() + " against float32 on "
                + report.device() + ", " + report.count() + " pictures from seed " + report.seed() + "\n"
                + sampling(report.sampling()) + "\n\n"
                + scales(report) + "\n"
                + SCALES_EXPLAINED + "\n"
                + LayerTable.of(report) + "\n"
                + pictures(report) + "\n"
                + PICTURES_EXPLAINED;
    }

    private static String sampling(Sampling sampling) {
        return "cfg " + sampling.cfg() + ", temperature " + joined(sampling.temperature()) + ", top-k "
                + joined(sampling.topK()) + ", top-p " + sampling.topP();
    }

    private static String joined(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String scales(PrecisionReport report) {
        TextTable table = new TextTable(
                TEXT_COLUMNS,
                "scale",
                "side",
                "model",
                "tokens",
                "mean |Δ|",
                "max |Δ|",
                "σ",
                "total variation",
                "KL",
                "same likeliest",
                "same token",
                "same, alone");
        for (ScaleDifference scale : report.scales()) {
            add(table, String.valueOf(scale.scale()), String.valueOf(scale.side()), scale.model(), scale.difference());
        }
        add(table, "all", "", "", report.all());
        return table.text();
    }

    private static void add(TextTable table, String scale, String side, String model, TokenDifference difference) {
        table.add(
                scale,
                side,
                model,
                String.valueOf(difference.tokens()),
                significant(difference.meanLogitDifference()),
                significant(difference.maxLogitDifference()),
                significant(difference.logitDeviation()),
                significant(difference.totalVariation()),
                significant(difference.klDivergence()),
                percent(difference.sameLikeliest()),
                percent(difference.sameToken()),
                percent(difference.sameTokenAlone()));
    }

    private static String pictures(PrecisionReport report) {
        PictureDifference pictures = report.pictures();
        String precision = report.precision();
        TextTable table = new TextTable(1, "pictures", "");
        table.add("equal to the byte, same seeds", percent(pictures.equal()));
        table.add("PSNR, same seeds", decibels(pictures.psnr()));
        table.add("PSNR, same tokens through both VQ-VAEs", decibels(pictures.psnrSameTokens()));
        table.add(
                "Fréchet distance, " + precision + " to float32, same seeds",
                significant(pictures.distanceSameSeeds()));
        table.add(
                "Fréchet distance, " + precision + " to float32, other seeds",
                significant(pictures.distanceOtherSeeds()));
        table.add("Fréchet distance, float32 to float32, other seeds", significant(pictures.distanceExact()));
        return table.text();
    }

    private static String significant(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static String decibels(@Nullable Double ratio) {
        return ratio == null ? "equal" : String.format(Locale.ROOT, "%.2f dB", ratio);
    }
}
