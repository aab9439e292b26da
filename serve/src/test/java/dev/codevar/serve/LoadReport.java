package dev.codevar.serve;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What came of many clients at once.
 *
 * @param statuses how many answers had which, -1 for none
 * @param answered how many had a picture
 * @param wrong how many pictures were others than alone
 * @param took seconds
 * @param waited seconds of every request, sorted
 * @param server what the server says of the time
 * @param batch how many pictures it drew at a time, on average
 * @param alone pictures a second of the library alone, so many at a time, afterwards
 * @param resident the server's memory, every second
 */
record LoadReport(
        Map<Integer, AtomicInteger> statuses,
        int answered,
        int wrong,
        double took,
        List<Double> waited,
        ServerNumbers.Read server,
        int batch,
        double alone,
        List<Long> resident) {
    private static final long SLACK = 64L << 20;

    double rate() {
        return answered / took;
    }

    /** {@return whether memory had its size after a third of the time: later it is neither more by a tenth nor by 64 MB} */
    boolean memoryIsFlat() {
        int third = resident.size() / 3;
        long before = Collections.max(resident.subList(third, 2 * third));
        long after = Collections.max(resident.subList(2 * third, resident.size()));
        return after <= before + Math.max(before / 10, SLACK);
    }

    private double percentile(double share) {
        return waited.get((int) (share * (waited.size() - 1)));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "answers %s, wrong pictures %d%n%.1f pictures a second in %.0f s; the library alone, %d at a time: %.1f; ratio %.3f%n"
                        + "seconds: 50%% %.2f, 90%% %.2f, 95%% %.2f, 99%% %.2f, most %.2f%n"
                        + "server: at work in models %.0f%% of the time, %.1f ms of processors a picture, memory %s MB",
                statuses,
                wrong,
                rate(),
                took,
                batch,
                alone,
                rate() / alone,
                percentile(0.5),
                percentile(0.9),
                percentile(0.95),
                percentile(0.99),
                percentile(1),
                100 * server.busy() / took,
                1e3 * server.cpu() / answered,
                sampled());
    }

    private List<Long> sampled() {
        int step = Math.max(1, resident.size() / 10);
        return IntStream.range(0, resident.size())
                .filter(i -> i % step == 0)
                .mapToObj(i -> resident.get(i) >> 20)
                .toList();
    }
}
