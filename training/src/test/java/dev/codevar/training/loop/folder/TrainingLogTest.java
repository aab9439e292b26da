package dev.codevar.training.loop.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log, line by line. */
class TrainingLogTest {
    @TempDir
    Path folder;

    private static Entry entry(int step, String kind, String name, double value) {
        return new Entry(step, 0, kind, Map.of(name, value));
    }

    @Test
    void linesAreWrittenAsOneWouldExpectAndReadBack() throws IOException {
        Path file = folder.resolve("log.jsonl");
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", 0.1);
        values.put("worst", Double.POSITIVE_INFINITY);
        Entry first = new Entry(3, 0, Entry.TRAINING, values);
        Entry second = entry(4, Entry.VALIDATION, "loss", 1e-9);
        try (TrainingLog log = TrainingLog.open(file)) {
            assertThat(log.keepUpTo(0)).isEmpty();
            log.add(first);
            log.add(second);
            log.force();
        }
        assertThat(file).hasContent("""
                {"step":3,"epoch":0,"training":{"loss":0.1,"worst":"Infinity"}}
                {"step":4,"epoch":0,"validation":{"loss":1.0E-9}}
                """);
        try (TrainingLog log = TrainingLog.open(file)) {
            assertThat(log.keepUpTo(4)).containsExactly(first, second);
            assertThat(log.keepUpTo(3)).containsExactly(first);
            log.add(entry(5, Entry.TRAINING, "größe", 2));
        }
        assertThat(Files.readAllLines(file))
                .hasSize(2)
                .last()
                .isEqualTo("{\"step\":5,\"epoch\":0,\"training\":{\"größe\":2.0}}");
    }

    @Test
    void aLineThatIsNotUnderstoodIsShown() throws IOException {
        Path file = folder.resolve("log.jsonl");
        for (String broken :
                List.of("hello", "{\"step\":1}", "{\"training\":{}}", "{\"step\":1,\"epoch\":0,\"training\":[1]}")) {
            Files.writeString(file, broken + "\n");
            try (TrainingLog log = TrainingLog.open(file)) {
                assertThatThrownBy(() -> log.keepUpTo(9))
                        .isInstanceOf(CodeVarException.class)
                        .hasMessage(file + " has a line that is not understood: " + broken);
            }
        }
    }
}
