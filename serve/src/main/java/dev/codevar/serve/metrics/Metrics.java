package dev.codevar.serve.metrics;

import dev.codevar.Engine;
import dev.codevar.EngineCounters;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.Served;
import dev.codevar.tensor.HostMemory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What happened, in Prometheus's text format. Neither classes nor seeds are labels: there would be no end of them. */
public final class Metrics {
    private static final double[] BOUNDS = {0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600};

    private final Engine engine;
    private final Histogram queue = new Histogram();
    private final Histogram whole = new Histogram();
    private final Map<List<String>, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> rejected = new ConcurrentHashMap<>();

    /** Counts by bounds of seconds. */
    private static final class Histogram {
        private final LongAdder[] below = new LongAdder[BOUNDS.length];
        private final LongAdder count = new LongAdder();
        private final DoubleAdder sum = new DoubleAdder();

        Histogram() {
            for (int i = 0; i < below.length; i++) {
                below[i] = new LongAdder();
            }
        }

        void add(double seconds) {
            for (int i = 0; i < below.length; i++) {
                if (seconds <= BOUNDS[i]) {
                    below[i].increment();
                }
            }
            sum.add(seconds);
            count.increment();
        }

        void write(StringBuilder out, String name, String help) {
            head(out, name, help, "histogram");
            for (int i = 0; i < below.length; i++) {
                out.append(name).append("_bucket{le=\"").append(BOUNDS[i]).append("\"} ");
                out.append(below[i].sum()).append('\n');
            }
            out.append(name).append("_bucket{le=\"+Inf\"} ").append(count.sum()).append('\n');
            out.append(name).append("_sum ").append(sum.sum()).append('\n');
            out.append(name).append("_count ").append(count.sum()).append('\n');
        }
    }

    /**
     * @param engine counts what it draws itself
     */
    public Metrics(Engine engine) {
        this.engine = engine;
    }

    /** A job has ended. */
    public void ended(ImageJob job) {
        Served served = job.wish().served();
        // Callers may write out any plan: there would be no end of these either.
        boolean named = served.offers().stream()
                .anyMatch(offer -> offer.id().equals(job.wish().plan()));
        String plan = served.id() + ":" + (named ? job.wish().plan() : "other");
        String outcome = job.state().name().toLowerCase(Locale.ROOT);
        requests.computeIfAbsent(List.of(job.route(), plan, outcome), first -> new LongAdder())
                .increment();
        queue.add(job.times().queued());
        whole.add(job.times().queued() + job.times().drawn());
    }

    /** A request got nothing but a code. */
    public void rejected(String code) {
        rejected.computeIfAbsent(code, first -> new LongAdder()).increment();
    }

    /**
     * {@return all of it as text}
     *
     * @param running requests that are being drawn
     * @param unread bytes that wait for clients which read slowly
     */
    public String text(long running, long unread) {
        EngineCounters now = engine.counters();
        StringBuilder out = new StringBuilder();
        gauge(out, "codevar_requests_waiting", "Requests with pictures that are not begun.", now.waitingRequests());
        gauge(out, "codevar_requests_running", "Requests that are being drawn.", running);
        gauge(out, "codevar_images_waiting", "Those pictures.", now.waitingPictures());
        gauge(out, "codevar_images_running", "Pictures that are being drawn.", now.runningPictures());
        gauge(out, "codevar_unread_bytes", "Bytes that wait for clients which read slowly.", unread);
        HostMemory.resident()
                .ifPresent(bytes -> gauge(out, "process_resident_memory_bytes", "Resident memory.", bytes));
        ProcessHandle.current().info().totalCpuDuration().ifPresent(time -> {
            head(out, "process_cpu_seconds_total", "Time of all processors.", "counter");
            out.append("process_cpu_seconds_total ")
                    .append(time.toMillis() * 1e-3)
                    .append('\n');
        });
        counter(out, "codevar_images_total", "Pictures that were made.", now.pictures());
        head(out, "codevar_batch_rows", "Pictures in the batches that were drawn, when they began.", "summary");
        value(out, "codevar_batch_rows_sum", now.batchPictures());
        value(out, "codevar_batch_rows_count", now.batches());
        counter(out, "codevar_cancelled_total", "Requests that were cancelled.", now.cancelled());
        stages(out, now);
        queue.write(out, "codevar_queue_seconds", "Time that requests waited.");
        whole.write(out, "codevar_request_seconds", "Time that requests took, waiting included.");
        head(out, "codevar_requests_total", "Requests that have ended.", "counter");
        requests.forEach((labels, count) -> out.append("codevar_requests_total{route=\"")
                .append(labels.get(0))
                .append("\",plan=\"")
                .append(escaped(labels.get(1)))
                .append("\",outcome=\"")
                .append(labels.get(2))
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
        head(out, "codevar_rejected_total", "Requests that were not taken.", "counter");
        rejected.forEach((code, count) -> sample(out, "codevar_rejected_total", "reason", code, (double) count.sum()));
        return out.toString();
    }

    private static void stages(StringBuilder out, EngineCounters now) {
        head(
                out,
                "codevar_stage_seconds",
                "Time in each model, scale by scale, and in turning batches of latents into pictures.",
                "summary");
        new TreeMap<>(now.scalesTransformers())
                .forEach((role, scales) ->
                        stage(out, role, now.secondsTransformers().getOrDefault(role, 0.0), scales));
        stage(out, "pictures", now.secondsPictures(), now.batches());
    }

    private static void stage(StringBuilder out, String stage, double seconds, long count) {
        sample(out, "codevar_stage_seconds_sum", "stage", stage, seconds);
        sample(out, "codevar_stage_seconds_count", "stage", stage, (double) count);
    }

    private static void gauge(StringBuilder out, String name, String help, long value) {
        head(out, name, help, "gauge");
        value(out, name, value);
    }

    private static void counter(StringBuilder out, String name, String help, long value) {
        head(out, name, help, "counter");
        value(out, name, value);
    }

    private static void value(StringBuilder out, String name, long value) {
        out.append(name).append(' ').append(value).append('\n');
    }

    private static void head(StringBuilder out, String name, String help, String type) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private static void sample(StringBuilder out, String name, String label, String is, double value) {
        out.append(name)
                .append('{')
                .append(label)
                .append("=\"")
                .append(escaped(is))
                .append("\"} ");
        out.append(value).append('\n');
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
