package dev.codevar.lab.train.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The log of a training, an object of JSON a line, in the order of the steps. No clock is in it, so that it is the same however
 * often the training was broken off.
 */
final class TrainingLog implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String STEP = "step";
    private static final String EPOCH = "epoch";

    private final Path file;
    private final FileChannel channel;

    private TrainingLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the log, empty if it is not there. */
    static TrainingLog open(Path file) {
        try {
            return new TrainingLog(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    /** Forgets what came after {@code step}, to add to the rest. {@return what remains} */
    List<Entry> keepUpTo(int step) {
        List<Entry> kept = new ArrayList<>();
        long end = 0;
        try {
            // An unfinished line is none.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (int next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', (int) end)) {
                byte[] line = text.substring((int) end, next).getBytes(StandardCharsets.ISO_8859_1);
                Entry entry = parse(line);
                if (entry.step() > step) {
                    break;
                }
                kept.add(entry);
                end = next + 1L;
            }
            channel.truncate(end);
            channel.position(end);
        } catch (IOException e) {
            throw failed(e);
        }
        return kept;
    }

    private Entry parse(byte[] line) {
        try {
            JsonNode object = JSON.readTree(line);
            for (String kind : List.of(Entry.TRAINING, Entry.VALIDATION)) {
                if (object.has(kind)) {
                    Map<String, Double> values =
                            JSON.convertValue(object.get(kind), new TypeReference<LinkedHashMap<String, Double>>() {});
                    return new Entry(
                            object.required(STEP).asInt(),
                            object.required(EPOCH).asInt(),
                            kind,
                            values);
                }
            }
        } catch (IOException | IllegalArgumentException notUnderstood) {
            throw new CodeVarException(file + " has a line that is not understood: " + shown(line), notUnderstood);
        }
        throw new CodeVarException(file + " has a line that is not understood: " + shown(line));
    }

    private static String shown(byte[] line) {
        int longest = 60;
        String text = new String(line, StandardCharsets.UTF_8);
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }

    void add(Entry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(STEP, entry.step());
        object.put(EPOCH, entry.epoch());
        object.put(entry.kind(), entry.values());
        try {
            ByteBuffer line =
                    ByteBuffer.wrap((JSON.writeValueAsString(object) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Waits until everything is on the disk: before a checkpoint that stands on it. */
    void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private CodeVarException failed(IOException e) {
        return new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
