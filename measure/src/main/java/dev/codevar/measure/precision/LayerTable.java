package dev.codevar.measure.precision;

import dev.codevar.report.table.TextTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Shows how single layers differ: a row for the layers of one kind of one model, and which layer is the worst. */
final class LayerTable {
    private static final int TEXT_COLUMNS = 2;

    private static final String EXPLAINED = """
            Length of a layer's error relative to that of its result, by scale, given the rows that float32 has: its own error
            alone, as the root mean square over blocks. Peak: a row's largest number relative to its root mean square, the mean
            over rows, of the block where that is highest; 3 to 4 if numbers are normally distributed.
            """;

    private LayerTable() {}

    /** {@return a row for each kind of layer of each model, then the worst layer, then what the numbers mean} */
    static String of(PrecisionReport report) {
        List<String> heads = new ArrayList<>(List.of("model", "layer"));
        report.scales().forEach(scale -> heads.add(String.valueOf(scale.scale())));
        heads.addAll(List.of("all", "worst", "peak"));
        TextTable table = new TextTable(TEXT_COLUMNS, heads.toArray(String[]::new));
        kinds(report.layers()).forEach(blocks -> table.add(row(report, blocks)));
        return table.text() + worst(report.layers()) + "\n" + EXPLAINED;
    }

    private static Collection<List<LayerDifference>> kinds(List<LayerDifference> layers) {
        Map<List<String>, List<LayerDifference>> kinds = new LinkedHashMap<>();
        layers.forEach(layer -> kinds.computeIfAbsent(List.of(layer.model(), layer.layer()), first -> new ArrayList<>())
                .add(layer));
        return kinds.values();
    }

    private static String[] row(PrecisionReport report, List<LayerDifference> blocks) {
        List<String> row =
                new ArrayList<>(List.of(blocks.get(0).model(), blocks.get(0).layer()));
        for (ScaleDifference scale : report.scales()) {
            row.add(percent(blocks.stream()
                    .flatMap(block -> block.scales().stream())
                    .filter(of -> of.scale() == scale.scale())
                    .mapToDouble(LayerDifference.OfScale::error)));
        }
        row.add(percent(blocks.stream().mapToDouble(LayerDifference::error)));
        row.add(percent(DoubleStream.of(worstOf(blocks).error())));
        row.add(significant(
                blocks.stream().mapToDouble(LayerDifference::peak).max().orElseThrow()));
        return row.toArray(String[]::new);
    }

    private static String worst(List<LayerDifference> layers) {
        LayerDifference worst = worstOf(layers);
        double median = layers.stream()
                .mapToDouble(LayerDifference::error)
                .sorted()
                .skip((layers.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "worst layer: %s, %s %% (median of %d layers %s %%), peak %s",
                worst.place(),
                significant(100 * worst.error()),
                layers.size(),
                significant(100 * median),
                significant(worst.peak()));
    }

    private static LayerDifference worstOf(List<LayerDifference> layers) {
        return layers.stream()
                .max(Comparator.comparingDouble(LayerDifference::error))
                .orElseThrow();
    }

    /** The root mean square; nothing where there are none. */
    private static String percent(DoubleStream errors) {
        return errors.map(error -> error * error).average().stream()
                .mapToObj(square -> significant(100 * Math.sqrt(square)) + " %")
                .findFirst()
                .orElse("");
    }

    private static String significant(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }
}
