package dev.codevar.serve.fields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The named values of a request, of JSON or of a form, where numbers come as text. What is null is not there. */
public final class Values {
    private final Map<String, JsonNode> values;
    /** Longer is no name, number or prompt. */
    private final int longestText;

    private Values(Map<String, JsonNode> values, int longestText) {
        this.values = values;
        this.longestText = longestText;
    }

    static Values of(JsonNode object, String what, int longestText) {
        if (!object.isObject()) {
            throw new Refusal(400, "invalid_json", null, what + " is not a JSON object");
        }
        Map<String, JsonNode> values = new HashMap<>();
        object.properties().forEach(entry -> {
            if (!entry.getValue().isNull()) {
                values.put(entry.getKey(), entry.getValue());
            }
        });
        return new Values(values, longestText);
    }

    static Values form(Map<String, String> texts, int longestText) {
        Map<String, JsonNode> values = new HashMap<>();
        texts.forEach((name, text) -> values.put(name, TextNode.valueOf(text)));
        return new Values(values, longestText);
    }

    /** {@return the values of texts that are bounded already} */
    public static Values ofKnown(Map<String, String> texts) {
        return form(texts, Integer.MAX_VALUE);
    }

    /**
     * Fails if there is anything else.
     *
     * @throws Refusal 400 that names it
     */
    public void requireOnly(Set<String> known) {
        values.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new Refusal(
                            400,
                            "unknown_field",
                            name,
                            "there is no field '" + shown(name) + "'; there are " + new TreeSet<>(known));
                });
    }

    /** {@return whether there is such a value} */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * {@return a text; a number is one too}
     *
     * @throws Refusal 400 if it is longer than a text for people
     */
    public Optional<String> text(String name) {
        return picture(name).map(text -> bounded(name, text));
    }

    private String bounded(String name, String text) {
        if (text.length() > longestText) {
            throw Refusal.of(name, name + " has more than " + longestText + " characters, which are the most here");
        }
        return text;
    }

    /** {@return a text of any length, as pictures are} */
    public Optional<String> picture(String name) {
        return Optional.ofNullable(values.get(name)).map(node -> {
            if (!node.isValueNode()) {
                throw Refusal.of(name, name + " is not a text");
            }
            return node.asText();
        });
    }

    /** {@return one text, or a list of them} */
    public List<String> texts(String name) {
        return pictures(name).stream().map(text -> bounded(name, text)).toList();
    }

    /** {@return one text of any length, or a list of them} */
    public List<String> pictures(String name) {
        JsonNode node = values.get(name);
        if (node == null || !node.isArray()) {
            return picture(name).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode one : node) {
            if (!one.isValueNode() || one.isNull()) {
                throw Refusal.of(name, name + " is not a list of texts");
            }
            texts.add(one.asText());
        }
        return texts;
    }

    /** {@return a whole number within its range, both ends included} */
    public OptionalInt whole(String name, int from, int to) {
        OptionalLong value = whole(name);
        if (value.isPresent() && (value.getAsLong() < from || value.getAsLong() > to)) {
            throw Refusal.of(name, name + " " + value.getAsLong() + " is not between " + from + " and " + to);
        }
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** {@return a whole number of 64 bits} */
    public OptionalLong whole(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(text.get().strip()));
        } catch (NumberFormatException e) {
            throw Refusal.of(name, name + " '" + shown(text.get()) + "' is not a whole number that fits");
        }
    }

    /** {@return a number; what is legal is checked where it is used} */
    public OptionalDouble number(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(text.get().strip());
            if (Double.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refusal.of(name, name + " '" + shown(text.get()) + "' is not a number");
    }

    /** {@return a truth value, false where there is none} */
    public boolean flag(String name) {
        String text = text(name).orElse("false").strip();
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0", "" -> false;
            default -> throw Refusal.of(name, name + " '" + shown(text) + "' is neither true nor false");
        };
    }

    /** {@return the values of an object within} */
    public Optional<Values> object(String name) {
        return Optional.ofNullable(values.get(name)).map(node -> of(node, name, longestText));
    }

    /** {@return the objects of a list within, none where there is no list} */
    public List<Values> objects(String name) {
        JsonNode node = values.get(name);
        List<Values> objects = new ArrayList<>();
        if (node != null) {
            for (JsonNode one : node) {
                objects.add(of(one, name, longestText));
            }
        }
        return objects;
    }

    /** {@return a text of a client's, as a message shows it} */
    public static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
