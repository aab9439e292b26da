package dev.codevar.training.loop.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.training.loop.Recipes;
import dev.codevar.training.loop.ResumeTest;
import dev.codevar.training.loop.recipe.Setup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files for TensorBoard, read as TensorFlow defines them: TFRecord frames, and event.proto, summary.proto by hand. */
class EventFileTest {
    @TempDir
    Path folder;

    @Test
    void checksumIsTheStandardsOwn() {
        assertThat(crc32c("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xE3069283);
    }

    @Test
    void numbersAreReadBack() throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", 2.5);
        values.put("scale 3 loss", -0.125);
        values.put("größe", Double.POSITIVE_INFINITY);
        try (EventFile events = EventFile.begin(folder, 300, 1000.25)) {
            events.add(301, "training", values, 1001.5);
            events.add(1 << 20, "validation", Map.of("loss", 3.0), 1002.5);
        }
        List<Map<Integer, Object>> events = read(folder.resolve("events.out.tfevents.0000000300.codevar"));
        assertThat(events).hasSize(4);
        assertThat(events.get(0)).containsEntry(1, 1000.25).containsEntry(3, "brain.Event:2");
        // SessionLog { status: START }: older files' events from this step on are forgotten.
        assertThat(events.get(1)).containsEntry(2, 301L).containsEntry(7, Map.of(1, 1L));
        assertThat(events.get(2))
                .containsEntry(1, 1001.5)
                .containsEntry(2, 301L)
                .containsEntry(
                        5,
                        List.of(
                                Map.of(1, "training/loss", 2, 2.5f),
                                Map.of(1, "training/scale 3 loss", 2, -0.125f),
                                Map.of(1, "training/größe", 2, Float.POSITIVE_INFINITY)));
        assertThat(events.get(3))
                .containsEntry(2, 1L << 20)
                .containsEntry(5, List.of(Map.of(1, "validation/loss", 2, 3f)));
    }

    @Test
    void filesOfStepsThatComeAgainGo() throws IOException {
        for (int step : new int[] {0, 50, 100, 50}) {
            EventFile.begin(folder, step, 1).close();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "events.out.tfevents.0000000000.codevar", "events.out.tfevents.0000000050.codevar");
        }
    }

    @Test
    void aTrainingWritesOneWhereverItGoesOn() throws IOException {
        Setup setup = Recipes.setup(Recipes.FULL);
        ResumeTest.train(folder, setup, 8);
        ResumeTest.train(folder, setup, 100);
        List<Long> steps = new ArrayList<>();
        for (int begun : new int[] {0, 8}) {
            for (Map<Integer, Object> event :
                    read(folder.resolve(String.format("events.out.tfevents.%010d.codevar", begun)))) {
                if (String.valueOf(event.get(5)).contains("training/loss")) {
                    steps.add((Long) event.get(2));
                }
            }
        }
        assertThat(steps).containsExactly(3L, 6L, 9L, 12L, 15L, 18L, 20L);
    }

    /** uint64 length, its masked CRC-32C, the bytes, their masked CRC-32C; all little-endian. */
    private static List<Map<Integer, Object>> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Map<Integer, Object>> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(in.position(), length);
            byte[] record = new byte[(int) in.getLong()];
            assertThat(in.getInt()).isEqualTo(masked(crc32c(length)));
            in.get(record);
            assertThat(in.getInt()).isEqualTo(masked(crc32c(record)));
            events.add(event(record));
        }
        return events;
    }

    private static int masked(int crc) {
        return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
    }

    /** Bit by bit, by the reversed Castagnoli polynomial. */
    private static int crc32c(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82F63B78;
            }
        }
        return ~crc;
    }

    private static Map<Integer, Object> event(byte[] bytes) {
        Map<Integer, Object> event = new LinkedHashMap<>();
        fields(bytes).forEach(field -> {
            switch (field.number()) {
                case 3 -> event.put(3, text(field.value()));
                case 5 -> event.put(5, summary((byte[]) field.value()));
                case 7 -> event.put(7, plain((byte[]) field.value()));
                default -> event.put(field.number(), field.value());
            }
        });
        return event;
    }

    private static List<Map<Integer, Object>> summary(byte[] bytes) {
        List<Map<Integer, Object>> values = new ArrayList<>();
        fields(bytes).forEach(field -> {
            assertThat(field.number()).isEqualTo(1);
            Map<Integer, Object> value = plain((byte[]) field.value());
            value.computeIfPresent(1, (number, tag) -> text(tag));
            values.add(value);
        });
        return values;
    }

    private static Map<Integer, Object> plain(byte[] bytes) {
        Map<Integer, Object> message = new LinkedHashMap<>();
        fields(bytes).forEach(field -> message.put(field.number(), field.value()));
        return message;
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    private record Field(int number, Object value) {}

    /** Wire types: 0 varint, 1 eight bytes (here a double), 2 length and bytes, 5 four bytes (here a float). */
    private static List<Field> fields(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Field> fields = new ArrayList<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            Object value = switch ((int) (key & 7)) {
                case 0 -> varint(in);
                case 1 -> in.getDouble();
                case 2 -> {
                    byte[] inner = new byte[(int) varint(in)];
                    in.get(inner);
                    yield inner;
                }
                case 5 -> in.getFloat();
                default -> throw new AssertionError("wire type of key " + key);
            };
            fields.add(new Field((int) (key >>> 3), value));
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
