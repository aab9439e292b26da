package dev.codevar.lab.evaluate;

import dev.codevar.lab.sample.SampleOrder;
import dev.codevar.lab.sample.SampleRun;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a single picture was drawn.
 *
 * @param label its class
 * @param seed where its randomness came from
 * @param device the kind of device that computed
 * @param precision how finely
 */
public record Origin(int label, long seed, String device, String precision) {

    /** {@return those of all pictures of a run, in its order} */
    public static List<Origin> of(SampleRun run) {
        SampleOrder order = run.order();
        return IntStream.range(0, order.size())
                .mapToObj(order::at)
                .map(entry -> new Origin(entry.label(), entry.seed(), run.device(), run.precision()))
                .toList();
    }
}
