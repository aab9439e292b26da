package dev.codevar.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.RequiredUnlessNullable;
import java.util.Map;

/**
 * Records as JSON, their keys in snake case. Written for files, over many lines, or on one line for programs; read strictly: an
 * unknown or missing key is an error.
 */
public final class Json {
    private static final JsonMapper LINE = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper FILE = indented(LINE);
    private static final JsonMapper GROWN = LINE.rebuild()
            .disable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .annotationIntrospector(new RequiredUnlessNullable())
            .build();
    private static final JsonMapper KNOWN_LINE = LINE.rebuild()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();
    private static final JsonMapper KNOWN_FILE = indented(KNOWN_LINE);

    private Json() {}

    private static JsonMapper indented(JsonMapper mapper) {
        return mapper.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    /** {@return the value as a file has it, with a line's end; what is unknown is null} */
    public static String file(Object value) {
        return write(FILE, value) + "\n";
    }

    /** {@return the value as a file has it, with a line's end and without what is null} */
    public static String fileOfKnown(Object value) {
        return write(KNOWN_FILE, value) + "\n";
    }

    /** {@return the value on one line, without its end; what is unknown is null} */
    public static String line(Object value) {
        return write(LINE, value);
    }

    /** {@return the value on one line, without its end and without what is null} */
    public static String lineOfKnown(Object value) {
        return write(KNOWN_LINE, value);
    }

    /** {@return a record's components by their keys, those that are records as such maps too} */
    public static Map<String, Object> values(Object value) {
        return LINE.convertValue(value, new TypeReference<Map<String, Object>>() {});
    }

    private static String write(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #file} or {@link #line} wrote. Parts that are no numbers or truth values may still be null.
     *
     * @param json the text
     * @param type the record it is to become
     * @param name what holds the text, for messages
     * @throws CodeVarException if it is not JSON, or not such a record's
     */
    public static <T> T parse(String json, Class<T> type, String name) {
        return parse(LINE, json, type, name);
    }

    /**
     * As {@link #parse}, of what an earlier version may have written, whose records had fewer parts: what is missing is null, if that may be
     * null.
     */
    public static <T> T parseGrown(String json, Class<T> type, String name) {
        return parse(GROWN, json, type, name);
    }

    private static <T> T parse(JsonMapper mapper, String json, Class<T> type, String name) {
        T value;
        try {
            value = mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            String reason = e.getCause() instanceof InvalidInputException illegal
                    ? illegal.getMessage()
                    : e.getOriginalMessage();
            throw new BrokenFileException(name + " is not understood: " + reason, e);
        }
        if (value == null) {
            throw new BrokenFileException(name + " is not understood: it holds null");
        }
        return value;
    }
}
