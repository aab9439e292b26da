package dev.codevar.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The classes of the rows that are computed together, as few distinct ones: adaptive norms depend on nothing but the class.
 *
 * @param distinct the classes, each once; of rows that left some may stay
 * @param indexOfRow per row, where its class stands in {@code distinct}
 * @param runs neighbouring rows of equal class, in order
 */
record RowClasses(List<Integer> distinct, List<Integer> indexOfRow, List<Run> runs) {

    private RowClasses(List<Integer> distinct, List<Integer> indexOfRow) {
        this(distinct, indexOfRow, runsOf(indexOfRow));
    }

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
        List<Integer> distinct = Arrays.stream(classes).distinct().boxed().toList();
        return new RowClasses(
                distinct, Arrays.stream(classes).mapToObj(distinct::indexOf).toList());
    }

    /**
     * {@return the classes of some of the rows, with the same distinct ones}
     *
     * @param rows which, ascending
     */
    RowClasses keep(int[] rows) {
        return new RowClasses(
                distinct, Arrays.stream(rows).mapToObj(indexOfRow::get).toList());
    }

    private static List<Run> runsOf(List<Integer> indexOfRow) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int row = 1; row <= indexOfRow.size(); row++) {
            boolean last = row == indexOfRow.size() || !indexOfRow.get(row).equals(indexOfRow.get(start));
            if (last) {
                runs.add(new Run(start, row - start, indexOfRow.get(start)));
                start = row;
            }
        }
        return List.copyOf(runs);
    }
}
