package dev.codevar.sampling.run;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.report.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** A run as its folder keeps it. */
public final class SampleRunJson {
    private SampleRunJson() {}

    /** {@return what a file is to hold} */
    public static byte[] of(SampleRun run) {
        return Json.file(run).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param json what a file holds
     * @param name the file's name, for messages
     * @throws CodeVarException if that is no run
     */
    public static SampleRun parse(byte[] json, String name) {
        SampleRun run = Json.parse(new String(json, StandardCharsets.UTF_8), SampleRun.class, name);
        boolean complete = Stream.of(
                        run.version(),
                        run.kernels(),
                        run.model(),
                        run.fingerprint(),
                        run.plan(),
                        run.device(),
                        run.precision())
                .allMatch(Objects::nonNull);
        if (!complete) {
            throw new BrokenFileException(name + " is not complete");
        }
        return run;
    }
}
