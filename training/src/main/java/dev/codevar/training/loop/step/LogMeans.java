package dev.codevar.training.loop.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.report.json.Json;
import dev.codevar.training.parallel.Peers;
import java.util.LinkedHashMap;
import java.util.Map;

/** Means of named numbers since the last line of the log; checkpoints keep it, so that lines come out as if nothing had been. */
public final class LogMeans {
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Sum> sums = new LinkedHashMap<>();

    private record Sum(double sum, long count) {
        Sum plus(Sum other) {
            return new Sum(sum + other.sum, count + other.count);
        }
    }

    public void add(Map<String, Double> values) {
        values.forEach((name, value) -> sums.merge(name, new Sum(value, 1), Sum::plus));
    }

    /** {@return the mean of every number over the times that it was there} */
    public Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum.sum / sum.count));
        return means;
    }

    /** {@return the same over all processes, each of which counts as much; they have the same numbers in the same order} */
    Map<String, Double> means(Peers peers) {
        Map<String, Double> means = means();
        double[] ofAll = peers.meanMetrics(
                means.values().stream().mapToDouble(Double::doubleValue).toArray());
        int next = 0;
        for (Map.Entry<String, Double> mean : means.entrySet()) {
            mean.setValue(ofAll[next++]);
        }
        return means;
    }

    public void clear() {
        sums.clear();
    }

    public String toJson() {
        return Json.line(sums);
    }

    /** Goes on from what {@link #toJson} gave. */
    public void restore(String json) {
        try {
            sums.clear();
            sums.putAll(JSON.readValue(json, new TypeReference<LinkedHashMap<String, Sum>>() {}));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new BrokenFileException("a checkpoint's running means are not understood: " + json, e);
        }
    }
}
