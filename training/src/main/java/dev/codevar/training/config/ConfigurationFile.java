package dev.codevar.training.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.fault.Nearest;
import dev.codevar.file.FilePaths;
import dev.codevar.models.RequiredUnlessNullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads configurations, strictly: an unknown, doubled, missing or mistyped key is an error that names it. */
public final class ConfigurationFile {
    /** Those that come with the program. */
    public static final List<String> PRESETS = List.of(
            "fashion32-vqvae",
            "fashion32-large",
            "fashion32-small",
            "fashion32-drafter",
            "fashion32-refiner",
            "fashion32-classifier",
            "imagenet-vqvae",
            "imagenet-d16",
            "imagenet-d20",
            "imagenet-d24",
            "imagenet-d30",
            "imagenet-d36",
            "imagenet-drafter",
            "imagenet-refiner");

    private static final String KIND = "kind";
    private static final int LARGEST_FILE = 1 << 20;
    private static final int LONGEST_MESSAGE = 400;

    private static final YAMLMapper YAML = mapper();

    private ConfigurationFile() {}

    /**
     * A configuration as it is used.
     *
     * @param value what it says
     * @param yaml the same as a file: what was read, and what was said over it
     */
    public record Read<T>(T value, String yaml) {}

    private static YAMLMapper mapper() {
        YAMLMapper mapper = YAMLMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .annotationIntrospector(new RequiredUnlessNullable())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .build();
        // For YAML 1e-3 is text, as the number has no point.
        mapper.coercionConfigFor(LogicalType.Float).setCoercion(CoercionInputShape.String, CoercionAction.TryConvert);
        return mapper;
    }

    /**
     * Reads a configuration.
     *
     * @param name one of {@link #PRESETS}, or a file
     * @param kind what it must be for
     * @param type what such a configuration says
     * @param said what was said over it: values by the places of their keys, such as "recipe.batch"
     * @throws InvalidInputException in one line that names the configuration and the key, if it is not legal
     */
    public static <T extends Configuration> Read<T> read(
            String name, String kind, Class<T> type, Map<String, Object> said) {
        byte[] bytes = PRESETS.contains(name) ? preset(name) : file(name);
        try {
            JsonNode tree = YAML.readTree(bytes);
            if (!(tree instanceof ObjectNode root)) {
                throw new InvalidInputException("it has no keys");
            }
            if (root.path(KIND).isTextual() && !root.path(KIND).asText().equals(kind)) {
                throw new InvalidInputException(
                        "its kind is '" + root.path(KIND).asText() + "', but this trains '" + kind + "'");
            }
            said.forEach((place, value) -> put(root, place, value));
            return new Read<>(YAML.treeToValue(root, type), YAML.writeValueAsString(root));
        } catch (UnrecognizedPropertyException e) {
            String legal = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw illegal(name, "unknown key '" + e.getPropertyName() + "' at " + place(e) + "; legal there: " + legal);
        } catch (MismatchedInputException e) {
            throw illegal(name, place(e) + " is missing or of the wrong type");
        } catch (JsonMappingException e) {
            // Of a record that found a value not to be legal.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw illegal(name, String.valueOf(cause.getMessage()));
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw illegal(name, "no YAML: " + e.getOriginalMessage() + where);
        } catch (IOException | InvalidInputException e) {
            throw illegal(name, String.valueOf(e.getMessage()));
        }
    }

    private static void put(ObjectNode root, String place, Object value) {
        int dot = place.indexOf('.');
        if (dot < 0) {
            root.set(place, YAML.valueToTree(value));
        } else if (root.get(place.substring(0, dot)) instanceof ObjectNode inner) {
            put(inner, place.substring(dot + 1), value);
        }
    }

    private static byte[] preset(String name) {
        try (InputStream in = ConfigurationFile.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("preset " + name + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw CodeVarException.whileReading("cannot read preset " + name + ": " + IoReason.of(e), e);
        }
    }

    private static byte[] file(String name) {
        Path file = FilePaths.of(name);
        if (!Files.exists(file)) {
            throw new InvalidInputException("configuration '" + name + "' is neither a file nor a preset; "
                    + Nearest.meant(name, PRESETS) + "presets are " + String.join(", ", PRESETS));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw new InvalidInputException(name + " has more than " + LARGEST_FILE + " bytes: no configuration");
            }
            return bytes;
        } catch (IOException e) {
            throw CodeVarException.cannotRead(file, e);
        }
    }

    /** One line of bounded length, whatever the file has put into the message. */
    private static InvalidInputException illegal(String name, String message) {
        String line = message.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
        String shown = line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
        return new InvalidInputException("configuration " + name + ": " + shown);
    }

    private static String place(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "the top" : "'" + path + "'";
    }
}
