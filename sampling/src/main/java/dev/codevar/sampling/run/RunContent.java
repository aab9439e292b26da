package dev.codevar.sampling.run;

import dev.codevar.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pictures of a run follow from, by the names of options: a model's name and the maker may differ. */
final class RunContent {
    private static final String PLAN = "plan";
    private static final String BATCH = "batch";
    private static final String WEIGHTS = "weights with the fingerprint";
    private static final int NAME_DIGITS = 8;
    private static final int LONGEST = 60;

    private final Map<String, Object> values;

    private RunContent(Map<String, Object> values) {
        this.values = values;
    }

    static RunContent of(SampleRun run) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(PLAN, run.plan());
        values.put(WEIGHTS, run.fingerprint());
        values.put("precision", run.precision());
        values.put("device", run.device());
        values.put("cfg", run.cfg());
        values.put("top-k", run.topK());
        values.put("top-p", run.topP());
        values.put("temperature", run.temperature());
        values.put("classes", run.classes());
        values.put("per-class", run.perClass());
        values.put("seed", run.seed());
        values.put(BATCH, run.block());
        values.put("picture side", run.side());
        values.put("npz-only", run.npzOnly());
        Streamed streamed = run.streamed();
        values.put("features by the network", streamed == null ? "none" : streamed.network());
        values.put("shard", run.shard() + "/" + run.shards());
        return new RunContent(values);
    }

    /** {@return the same, but for who draws} */
    RunContent withoutPlan() {
        return without(List.of(PLAN, WEIGHTS));
    }

    private RunContent without(List<String> names) {
        Map<String, Object> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(names);
        return new RunContent(rest);
    }

    /** {@return what differs first of all that is here, as "cfg 1.5, not 2.0" with this one's value first} */
    Optional<String> firstDifference(RunContent other) {
        return values.keySet().stream()
                .filter(name -> !Objects.equals(values.get(name), other.values.get(name)))
                .map(name -> name + " " + shown(values.get(name)) + ", not " + shown(other.values.get(name)))
                .findFirst();
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof List<?> list && list.size() == 1
                ? String.valueOf(list.get(0))
                : String.valueOf(value).replace("[", "").replace("]", "").replace(" ", "");
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }

    /** {@return a short name that follows from all of it but how many pictures are drawn at once} */
    String name() {
        Sha256 sha256 = new Sha256();
        sha256.add(ByteBuffer.wrap(without(List.of(BATCH)).values.toString().getBytes(StandardCharsets.UTF_8)));
        return sha256.hex().substring(0, NAME_DIGITS);
    }
}
