package dev.codevar.measure.speed;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.tensor.Crew;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;

/**
 * What share of its time the thread that computes spends in Java rather than in native code, by the JVM's own sampling
 * profiler: it interrupts threads wherever they are, so that the way from one native call to the next is seen too.
 */
final class JavaShare implements AutoCloseable {
    private static final String IN_JAVA = "jdk.ExecutionSample";
    private static final String IN_NATIVE = "jdk.NativeMethodSample";
    private static final String SAMPLED = "sampledThread";
    private static final Duration PERIOD = Duration.ofMillis(10);
    /** With fewer samples a share says nothing. */
    private static final int FEWEST = 20;

    private final @Nullable Recording recording;
    private final String thread;

    /**
     * Begins to sample, if this JVM can.
     *
     * @param thread the name of the thread that computes, with those that it has compute for it
     */
    JavaShare(String thread) {
        this.thread = thread;
        recording = FlightRecorder.isAvailable() ? new Recording() : null;
        if (recording != null) {
            recording.enable(IN_JAVA).withPeriod(PERIOD);
            recording.enable(IN_NATIVE).withPeriod(PERIOD);
            recording.start();
        }
    }

    /**
     * Ends the sampling.
     *
     * @return the share, 0 to 1; null where nothing or too little was sampled
     */
    @Nullable
    Double stop() {
        if (recording == null) {
            return null;
        }
        try {
            recording.stop();
            Path file = Files.createTempFile("codevar", ".jfr");
            try {
                recording.dump(file);
                return share(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot keep the profiler's samples: " + IoReason.of(e), e);
        }
    }

    private @Nullable Double share(Path file) throws IOException {
        Map<String, Integer> samples = new HashMap<>();
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                RecordedThread sampled = event.hasField(SAMPLED) ? event.getThread(SAMPLED) : null;
                if (sampled != null && computes(sampled.getJavaName())) {
                    samples.merge(event.getEventType().getName(), 1, Integer::sum);
                }
            }
        }
        int inJava = samples.getOrDefault(IN_JAVA, 0);
        int all = inJava + samples.getOrDefault(IN_NATIVE, 0);
        return all < FEWEST ? null : (double) inJava / all;
    }

    private boolean computes(@Nullable String name) {
        return name != null && (name.equals(thread) || name.startsWith(Crew.THREAD));
    }

    @Override
    public void close() {
        if (recording != null) {
            recording.close();
        }
    }
}
