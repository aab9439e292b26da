package dev.codevar.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The classes of the rows that are computed together, as few distinct ones: adaptive norms depend on nothing but the class.
 *
 * @param distinct the classes that occur, each once
 * @param indexOfRow per row, where its class stands in {@code distinct}
 * @param runs neighbouring rows of equal class, in order
 */
record RowClasses(List<Integer> distinct, List<Integer> indexOfRow, List<Run> runs) {

    /** Rows {@code start} to {@code start + count}, all of the class at {@code index} of the distinct ones. */
    record Run(int start, int count, int index) {}

    /** {@return the runs among {@code count} rows from {@code first} on, cut off at both ends} */
    List<Run> runs(int first, int count) {
        int end = first + count;
        return runs.stream()
                .filter(run -> run.start() < end && run.start() + run.count() > first)
                .map(run -> {
                    int start = Math.max(run.start(), first);
                    return new Run(start, Math.min(run.start() + run.count(), end) - start, run.index());
                })
                .toList();
    }

    static RowClasses of(int[] classes) {
        Map<Integer, Integer> indexes = new LinkedHashMap<>();
        List<Integer> indexOfRow = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int row = 0; row < classes.length; row++) {
            Integer index = indexes.get(classes[row]);
            if (index == null) {
                index = indexes.size();
                indexes.put(classes[row], index);
            }
            indexOfRow.add(index);
            boolean last = row == classes.length - 1 || classes[row + 1] != classes[row];
            if (last) {
                runs.add(new Run(start, row + 1 - start, index));
                start = row + 1;
            }
        }
        return new RowClasses(List.copyOf(indexes.keySet()), List.copyOf(indexOfRow), List.copyOf(runs));
    }
}
