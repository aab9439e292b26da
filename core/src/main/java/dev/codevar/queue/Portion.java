package dev.codevar.queue;

import java.util.ArrayList;
import java.util.List;

/**
 * Units of a job that are worked on together with others.
 *
 * @param job the job
 * @param first its first unit
 * @param count how many units, at least 1
 */
public record Portion<J extends Job>(J job, int first, int count) {

    /** {@return how many units some portions have together} */
    public static <J extends Job> int count(List<Portion<J>> portions) {
        return portions.stream().mapToInt(Portion::count).sum();
    }

    /** {@return of units that are counted through all portions, those from {@code begin} to before {@code end}} */
    public static <J extends Job> List<Portion<J>> part(List<Portion<J>> portions, int begin, int end) {
        List<Portion<J>> part = new ArrayList<>();
        int before = 0;
        for (Portion<J> portion : portions) {
            int from = Math.max(begin - before, 0);
            int to = Math.min(end - before, portion.count());
            if (from < to) {
                part.add(new Portion<>(portion.job(), portion.first() + from, to - from));
            }
            before += portion.count();
        }
        return List.copyOf(part);
    }
}
