package dev.codevar.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads and writes {@code model.json}, strictly: an unknown, doubled, missing or mistyped key is an error that names it. */
final class DescriptionFile {
    static final String NAME = "model.json";

    private static final int LARGEST_FILE = 16 << 20;
    private static final int LONGEST_MESSAGE = 400;

    private static final JsonMapper JSON = mapper();

    private DescriptionFile() {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .annotationIntrospector(new RequiredUnlessNullable())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(16).build());
        return mapper;
    }

    /** {@return the description in {@code file}} */
    static Description read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new BrokenFileException(
                    file + " has more than " + LARGEST_FILE + " bytes, the most that a description has");
        }
        return parse(bytes, file.toString());
    }

    /**
     * Reads and checks a description.
     *
     * @param bytes what the file holds
     * @param name the file's name, for messages
     * @throws CodeVarException in one line that names the file and the key, if it is not legal
     */
    static Description parse(byte[] bytes, String name) {
        try {
            Description description = JSON.readValue(bytes, Description.class);
            if (description == null) {
                throw new InvalidInputException("null where a model set is described");
            }
            DescriptionChecks.check(description);
            return description;
        } catch (UnrecognizedPropertyException e) {
            throw illegal(
                    name,
                    "unknown key '" + e.getPropertyName() + "' at " + place(e) + "; legal there: "
                            + e.getKnownPropertyIds(),
                    e);
        } catch (MismatchedInputException e) {
            throw illegal(name, place(e) + " is missing or of the wrong type" + where(e), e);
        } catch (JsonMappingException e) {
            throw illegal(name, place(e) + ": " + e.getOriginalMessage() + where(e), e);
        } catch (JsonProcessingException e) {
            throw illegal(name, "no JSON of a model set: " + e.getOriginalMessage() + where(e), e);
        } catch (IOException | InvalidInputException e) {
            // In a request the latter would be the user's fault; in a file it is the file's.
            throw illegal(name, String.valueOf(e.getMessage()), e);
        }
    }

    /** Writes the description; the caller makes it atomic. */
    static void write(Path file, Description description) {
        try {
            Files.writeString(file, JSON.writeValueAsString(description) + "\n");
        } catch (IOException e) {
            throw new CodeVarException("cannot write " + file + ": " + IoReason.of(e), e);
        }
    }

    /** One line of bounded length, whatever the file has put into the message. */
    private static CodeVarException illegal(String name, String message, Exception cause) {
        String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        String shown = line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
        return new BrokenFileException(name + ": " + shown, cause);
    }

    private static String place(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the top" : path;
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
