package dev.codevar.training.golden;

import com.fasterxml.jackson.databind.JsonNode;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.verify.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * One entry of {@code training.json}: its fields, each one that is missing or illegal an error that names it; what was
 * compared with them; and which of them nobody asked for.
 */
final class Section {
    private final String name;
    private final JsonNode json;
    private final Consumer<Check> report;
    private final TreeSet<String> left = new TreeSet<>();

    Section(String name, JsonNode json, Consumer<Check> report) {
        this.name = name;
        this.json = json;
        this.report = report;
        json.fieldNames().forEachRemaining(left::add);
    }

    String name() {
        return name;
    }

    boolean has(String field) {
        return json.has(field);
    }

    double number(String field) {
        return number(field, json.path(field));
    }

    int integer(String field) {
        JsonNode value = json.path(field);
        return require(field, value, value.isInt()).asInt();
    }

    String text(String field, String... legal) {
        JsonNode value = json.path(field);
        return require(field, value, List.of(legal).contains(value.asText())).asText();
    }

    List<Double> numbers(String field, int count) {
        return numbers(field, json.path(field), count);
    }

    /** Compares a loss. */
    void loss(String field, Tensor got) {
        report(field, Norms.losses(List.of(number(field)), List.of(got.item_double())));
    }

    /** Compares losses. */
    void losses(String field, List<Tensor> got) {
        report(
                field,
                Norms.losses(
                        numbers(field, got.size()),
                        got.stream().map(Tensor::item_double).toList()));
    }

    /** Compares the norm of every parameter's gradient with the field's number of its name. */
    void gradients(String field, Map<String, Tensor> parameters) {
        Map<String, Double> expected = new LinkedHashMap<>();
        object(field).forEach((parameter, value) -> expected.put(parameter, number(field, value)));
        Map<String, Double> got = new LinkedHashMap<>();
        parameters.forEach((parameter, leaf) -> got.put(parameter, Norms.norm(leaf.grad())));
        report(field, Norms.gradients(expected, got));
    }

    /** Compares what a step made of every parameter with the field's sum, norm, and norm of the change of its name. */
    void changes(String field, Map<String, Norms.Moved> got) {
        Map<String, List<Double>> expected = new LinkedHashMap<>();
        object(field).forEach((parameter, value) -> expected.put(parameter, numbers(field, value, 3)));
        Norms.changes(expected, got).forEach((what, check) -> report(field + "." + what, check));
    }

    /** Reports as failures what nobody asked for. */
    void finish() {
        left.forEach(field -> report.accept(unknown(name + "." + field)));
    }

    /** Reports the whole section as one that nobody knows. */
    void unknown() {
        left.clear();
        report.accept(unknown(name));
    }

    private static Check unknown(String what) {
        return new Check(what, 0, 0, Double.NaN, 0, false, "not compared: this name is unknown");
    }

    private void report(String field, Check check) {
        report.accept(new Check(
                name + "." + field,
                check.values(),
                check.differing(),
                check.largestDifference(),
                check.tolerance(),
                check.holds(),
                check.note()));
    }

    private Map<String, JsonNode> object(String field) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        JsonNode object = json.path(field);
        require(field, object, object.isObject())
                .properties()
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return values;
    }

    private double number(String field, JsonNode value) {
        return require(field, value, value.isNumber()).asDouble();
    }

    private List<Double> numbers(String field, JsonNode array, int count) {
        List<Double> values = new ArrayList<>();
        require(field, array, array.isArray() && array.size() == count)
                .forEach(value -> values.add(number(field, value)));
        return values;
    }

    private JsonNode require(String field, JsonNode value, boolean legal) {
        left.remove(field);
        if (!legal) {
            throw new BrokenFileException("training.json: " + name + "." + field + " is "
                    + (value.isMissingNode() ? "missing" : value + ", which is not legal there"));
        }
        return value;
    }
}
