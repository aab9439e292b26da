package dev.codevar.lab.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;

/** A run as its folder keeps it. */
final class SampleRunJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private SampleRunJson() {}

    static byte[] of(SampleRun run) {
        try {
            return (JSON.writeValueAsString(run) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param json what a file holds
     * @param name the file's name, for messages
     */
    static SampleRun parse(byte[] json, String name) {
        SampleRun run;
        try {
            run = JSON.readValue(new String(json, StandardCharsets.UTF_8), SampleRun.class);
        } catch (JsonProcessingException e) {
            String reason = e.getCause() instanceof InvalidInputException illegal
                    ? illegal.getMessage()
                    : e.getOriginalMessage();
            throw new CodeVarException(name + " is not understood: " + reason, e);
        }
        boolean complete = run != null
                && Stream.of(run.version(), run.model(), run.fingerprint(), run.plan(), run.device(), run.precision())
                        .allMatch(Objects::nonNull);
        if (!complete) {
            throw new CodeVarException(name + " is not complete");
        }
        return run;
    }
}
