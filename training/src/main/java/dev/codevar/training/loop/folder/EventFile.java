package dev.codevar.training.loop.folder;

import com.google.protobuf.CodedOutputStream;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file that TensorBoard shows: {@code Event} messages of TensorFlow, each framed by its length and checksums. Of every training
 * one begins where it is begun, and one wherever it goes on; TensorBoard forgets what older ones have from there on.
 */
final class EventFile implements AutoCloseable {
    private static final String PREFIX = "events.out.tfevents.";
    private static final String VERSION = "brain.Event:2";

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_START = 1;

    private static final int CHECKSUM_ROTATION = 15;
    private static final int CHECKSUM_MASK = 0xA282EAD8;

    private final Path file;
    private final OutputStream out;

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream message) throws IOException;
    }

    private EventFile(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Begins a file. Those that began there or later are deleted: their steps come again.
     *
     * @param step how many steps were taken before
     * @param seconds the time, since 1970
     */
    static EventFile begin(Path folder, int step, double seconds) {
        String name = PREFIX + String.format(Locale.ROOT, "%010d", step) + ".codevar";
        for (Path old : FolderFiles.list(folder)) {
            String oldName = String.valueOf(old.getFileName());
            if (oldName.startsWith(PREFIX) && oldName.compareTo(name) >= 0) {
                FolderFiles.delete(old);
            }
        }
        Path file = folder.resolve(name);
        try {
            EventFile events = new EventFile(file, Files.newOutputStream(file));
            events.event(seconds, 0, event -> event.writeString(EVENT_FILE_VERSION, VERSION));
            events.event(
                    seconds,
                    step + 1,
                    event -> submessage(
                            event, EVENT_SESSION_LOG, session -> session.writeEnum(SESSION_STATUS, SESSION_START)));
            return events;
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Adds numbers, under {@code kind/name}.
     *
     * @param step how many steps were taken
     * @param seconds the time, since 1970
     */
    void add(int step, String kind, Map<String, Double> values, double seconds) {
        event(
                seconds,
                step,
                event -> submessage(event, EVENT_SUMMARY, summary -> {
                    for (Map.Entry<String, Double> entry : values.entrySet()) {
                        submessage(summary, SUMMARY_VALUE, value -> {
                            value.writeString(VALUE_TAG, kind + "/" + entry.getKey());
                            value.writeFloat(VALUE_SIMPLE, entry.getValue().floatValue());
                        });
                    }
                }));
    }

    private void event(double seconds, long step, Fields what) {
        try {
            byte[] event = message(fields -> {
                fields.writeDouble(EVENT_WALL_TIME, seconds);
                fields.writeInt64(EVENT_STEP, step);
                what.write(fields);
            });
            out.write(framed(event));
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    private static void submessage(CodedOutputStream into, int field, Fields fields) throws IOException {
        into.writeByteArray(field, message(fields));
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream message = CodedOutputStream.newInstance(bytes);
        fields.write(message);
        message.flush();
        return bytes.toByteArray();
    }

    /** A record of TensorFlow's: its length and that one's checksum before it, its own checksum behind it. */
    private static byte[] framed(byte[] record) {
        ByteBuffer frame = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + record.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(record.length);
        frame.putInt(checksum(frame.array(), Long.BYTES));
        return frame.put(record).putInt(checksum(record, record.length)).array();
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return Integer.rotateRight((int) checksum.getValue(), CHECKSUM_ROTATION) + CHECKSUM_MASK;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }
}
