package dev.codevar.evaluation.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.codevar.evaluation.Evaluated;
import dev.codevar.evaluation.Evaluation;
import dev.codevar.evaluation.reconstruct.Faithfulness;
import dev.codevar.evaluation.score.Scores;
import dev.codevar.evaluation.score.frechet.FrechetInterval;
import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.evaluation.warning.Subject;
import dev.codevar.report.json.Json;
import dev.codevar.report.table.Shown;
import dev.codevar.report.table.TextTable;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is said of an evaluation.
 *
 * @param scores the scores
 * @param fidLow low end of the interval of the Fréchet distance
 * @param fidHigh its high end
 * @param perClass class → Fréchet distance, if asked for
 * @param classAccuracy the share of samples in which the network sees the class that was asked for
 * @param cmmd the discrepancy under a Gaussian kernel, of features alone: of CLIP's it is CMMD
 * @param faithfulness how near reconstructions come to their pictures; null of other samples
 * @param evaluated where all that comes from; null if from features alone
 */
public record EvaluateReport(
        @JsonUnwrapped Scores scores,
        @Nullable Double fidLow,
        @Nullable Double fidHigh,
        @Nullable SortedMap<Integer, Double> perClass,
        @Nullable Double classAccuracy,
        @Nullable Double cmmd,
        @JsonUnwrapped @Nullable Faithfulness faithfulness,
        @JsonIgnore @Nullable Evaluated evaluated) {
    private static final int CLASSES_SHOWN = 10;

    /** {@return what is said of features alone} */
    public static EvaluateReport of(Scores scores, double cmmd) {
        return new EvaluateReport(scores, null, null, null, null, cmmd, null, null);
    }

    /** {@return what is said of pictures} */
    public static EvaluateReport of(Evaluated evaluated, @Nullable Faithfulness faithfulness) {
        FrechetInterval interval = evaluated.interval();
        return new EvaluateReport(
                evaluated.scoresWithAllWarnings(),
                interval == null ? null : interval.low(),
                interval == null ? null : interval.high(),
                evaluated.perClass().isEmpty() ? null : evaluated.perClass(),
                evaluated.classAccuracy(),
                null,
                faithfulness,
                evaluated);
    }

    /** Prints it in lines, or as one JSON object. */
    public void print(PrintWriter to, boolean json) {
        if (json) {
            to.println(Json.lineOfKnown(this));
            return;
        }
        String interval = fidLow == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "   %s between %.6g and %.6g",
                        FrechetInterval.percent(Evaluation.CONFIDENCE),
                        fidLow,
                        fidHigh);
        // What other networks see has other names than published scores.
        boolean inception = evaluated != null && evaluated.inception();
        line(to, inception ? "Fréchet distance (FID)" : "Fréchet distance", scores.fid(), interval);
        line(to, "spatial (sFID)", scores.sfid(), "");
        String spread = scores.isStd() == null ? "" : String.format(Locale.ROOT, "   ± %.3g", scores.isStd());
        line(to, inception ? "Inception Score" : "classifier's score", scores.isMean(), spread);
        line(to, "precision", scores.precision(), "");
        line(to, "recall", scores.recall(), "");
        line(to, inception ? "kernel distance (KID)" : "kernel distance", scores.kid(), "");
        line(to, "discrepancy (CMMD)", cmmd, "");
        line(to, "density", scores.density(), "");
        line(to, "coverage", scores.coverage(), "");
        line(to, "right class", classAccuracy, "");
        if (faithfulness != null) {
            printFaithfulness(to, faithfulness);
        }
        if (evaluated == null) {
            to.println("of " + scores.countSamples() + " samples against " + scores.countReference());
        } else {
            printSubjects(to, evaluated);
        }
        if (perClass != null) {
            printClasses(to, perClass);
        }
        scores.warnings().forEach(warning -> to.println("note: " + warning));
    }

    private static void line(PrintWriter to, String name, @Nullable Double value, String beside) {
        if (value != null) {
            to.println(String.format(Locale.ROOT, "%-24s %.6g%s", name, value, beside));
        }
    }

    private static void printFaithfulness(PrintWriter to, Faithfulness of) {
        line(to, "mean squared difference", of.mse(), " in [-1, 1]");
        line(to, "PSNR", of.psnr(), " dB");
        to.println("codes in use, scale by scale: "
                + of.codesInUse().stream().map(String::valueOf).collect(Collectors.joining(" ")) + "; in all "
                + of.codesInUseInAll() + " of " + of.codes());
        Shown.unreadable(of.unreadable()).ifPresent(to::println);
    }

    private static void printSubjects(PrintWriter to, Evaluated evaluated) {
        to.println("samples: " + shown(evaluated.samples()));
        if (evaluated.reference() != null) {
            to.println("reference: " + shown(evaluated.reference()));
        }
        String arithmetic =
                evaluated.scoring().distances() == DistanceArithmetic.FLOAT32 ? "float32" : "float16, as published";
        to.println("features: " + evaluated.network() + "; precision and recall in " + arithmetic);
        to.println("seconds: "
                + evaluated.seconds().entrySet().stream()
                        .map(stage -> String.format(Locale.ROOT, "%s %.1f", stage.getKey(), stage.getValue()))
                        .collect(Collectors.joining(", ")));
    }

    private static String shown(Subject subject) {
        String size = subject.width() == 0 ? "" : " of " + subject.width() + "x" + subject.height() + " pixels";
        String what = subject.count() == 0
                ? "no pictures"
                : subject.count() + (subject.width() == 0 ? " features" : " pictures") + size;
        return Shown.plain(subject.name()) + ", " + what
                + (subject.storedStatistics() ? ", Fréchet distances by stored statistics" : "");
    }

    private static void printClasses(PrintWriter to, SortedMap<Integer, Double> perClass) {
        TextTable table = new TextTable(1, "class", "Fréchet distance");
        List<Map.Entry<Integer, Double>> worst = perClass.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(CLASSES_SHOWN)
                .toList();
        worst.forEach(
                entry -> table.add(entry.getKey().toString(), String.format(Locale.ROOT, "%.6g", entry.getValue())));
        to.println();
        to.print(table.text());
        to.println("the " + worst.size() + " furthest of " + perClass.size() + " classes (--json has all)");
    }
}
