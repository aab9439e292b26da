package dev.codevar.verify;

import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Compares one run. Ids come first: a greedy id may differ where the two best logits are closer than 1e-3; such a picture is
 * reported, and what follows from that token is left out of the comparison.
 */
final class RunChecks {
    private static final double TIE = 1e-3;

    private final String run;
    private final GoldenRun drawn;
    private final Expected expected;
    private final boolean greedy;
    private final Consumer<Check> report;
    private final TreeSet<Long> tiedRows = new TreeSet<>();

    RunChecks(String run, GoldenRun drawn, Expected expected, boolean greedy, Consumer<Check> report) {
        this.run = run;
        this.drawn = drawn;
        this.expected = expected;
        this.greedy = greedy;
        this.report = report;
    }

    void run(List<String> fields) {
        List<String> ids =
                fields.stream().filter(field -> field.endsWith("idx")).sorted().toList();
        ids.forEach(this::compareIds);
        fields.stream().filter(field -> !ids.contains(field)).forEach(this::compareNumbers);
    }

    private void compareIds(String field) {
        Tensor got_Bl = drawn.field(field);
        if (got_Bl == null) {
            return;
        }
        String name = run + "." + field;
        report.accept(Scoped.value(() -> {
            Tensor expected_Bl = expected.load(name, ScalarType.Long);
            Check strict = TensorComparison.ids(name, expected_Bl, got_Bl);
            return strict.holds() || !greedy || !TensorComparison.sameShape(expected_Bl, got_Bl)
                    ? strict
                    : withTies(strict, expected_Bl, got_Bl, drawn.margins(field));
        }));
    }

    /** Holds if every picture's first different id was a choice between two almost equal logits. */
    private Check withTies(Check strict, Tensor expected_Bl, Tensor got_Bl, Tensor margin_Bl) {
        StringBuilder note = new StringBuilder();
        boolean holds = true;
        for (long row = 0; row < got_Bl.size(0); row++) {
            Tensor different_l = got_Bl.select(0, row).ne(expected_Bl.select(0, row));
            if (different_l.any().item_bool() && !tiedRows.contains(row)) {
                long position = different_l.to(ScalarType.Int).argmax().item_long();
                float margin = margin_Bl.select(0, row).select(0, position).item_float();
                holds &= margin < TIE;
                tiedRows.add(row);
                note.append(String.format(
                        Locale.ROOT,
                        "picture %d, token %d: the two best logits are %.1e apart; ",
                        row,
                        position,
                        margin));
            }
        }
        return new Check(
                strict.name(),
                strict.values(),
                strict.differing(),
                0,
                0,
                holds,
                note.toString().trim());
    }

    private void compareNumbers(String field) {
        Tensor got = drawn.field(field);
        if (got == null) {
            return;
        }
        String name = run + "." + field;
        report.accept(Scoped.value(() -> TensorComparison.numbers(
                name, withoutTied(expected.load(name, ScalarType.Float)), withoutTied(got), Verification.IMAGES)));
    }

    private Tensor withoutTied(Tensor rows) {
        if (tiedRows.isEmpty()) {
            return rows;
        }
        long[] kept = LongStream.range(0, rows.size(0))
                .filter(row -> !tiedRows.contains(row))
                .toArray();
        return rows.index_select(0, expected.compute().place(Tensor.create(kept, kept.length), ScalarType.Long));
    }
}
