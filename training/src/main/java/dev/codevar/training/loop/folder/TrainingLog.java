package dev.codevar.training.loop.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.journal.GrowingFile;
import dev.codevar.report.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of a training, an object of JSON a line, in the order of the steps. No clock is in it, so that it is the same however
 * often the training was broken off, as long as the same version and kernels go on.
 */
final class TrainingLog implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STEP = "step";
    private static final String EPOCH = "epoch";
    /** From the step on that the line names, this computes. */
    private static final String MAKER = "maker";

    private final Path file;
    private final GrowingFile lines;

    private TrainingLog(Path file, GrowingFile lines) {
        this.file = file;
        this.lines = lines;
    }

    /** Opens the log, empty if it is not there. */
    static TrainingLog open(Path file) {
        return new TrainingLog(file, GrowingFile.open(file));
    }

    /**
     * Forgets what came after {@code step}, to add to the rest.
     *
     * @return what remains
     */
    List<Entry> keepUpTo(int step) {
        List<Entry> kept = new ArrayList<>();
        int end = 0;
        // An unfinished line is none.
        String text = new String(lines.bytes(), StandardCharsets.ISO_8859_1);
        for (int next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', end)) {
            Entry entry = parse(text.substring(end, next).getBytes(StandardCharsets.ISO_8859_1));
            if (entry.step() > step) {
                break;
            }
            kept.add(entry);
            end = next + 1;
        }
        lines.keepFirst(end);
        return kept;
    }

    private Entry parse(byte[] line) {
        try {
            JsonNode object = JSON.readTree(line);
            for (String kind : List.of(Entry.TRAINING, Entry.VALIDATION)) {
                if (object.has(kind)) {
                    Map<String, Double> values =
                            JSON.convertValue(object.get(kind), new TypeReference<LinkedHashMap<String, Double>>() {});
                    return entry(object, kind, values);
                }
            }
            if (object.has(MAKER)) {
                return entry(object, MAKER, Map.of());
            }
        } catch (IOException | IllegalArgumentException notUnderstood) {
            throw new BrokenFileException(file + " has a line that is not understood: " + shown(line), notUnderstood);
        }
        throw new BrokenFileException(file + " has a line that is not understood: " + shown(line));
    }

    private static Entry entry(JsonNode object, String kind, Map<String, Double> values) {
        return new Entry(object.required(STEP).asInt(), object.required(EPOCH).asInt(), kind, values);
    }

    private static String shown(byte[] line) {
        int longest = 60;
        String text = new String(line, StandardCharsets.UTF_8);
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }

    void add(Entry entry) {
        add(entry.step(), entry.epoch(), entry.kind(), entry.values());
    }

    /** Adds that from a step on something else computes: the one line that says who went on with a training. */
    void addMaker(int step, int epoch, String maker) {
        add(step, epoch, MAKER, maker);
    }

    private void add(int step, int epoch, String kind, Object what) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(STEP, step);
        object.put(EPOCH, epoch);
        object.put(kind, what);
        lines.add((Json.line(object) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until everything is on the disk: before a checkpoint that stands on it. */
    void force() {
        lines.force();
    }

    @Override
    public void close() {
        lines.close();
    }
}
