package dev.codevar.lab.sweep;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.bench.Machine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that a sweep found out.
 *
 * @param model the model set
 * @param network whose features were compared
 * @param machine where it ran
 * @param points the plans, at least one
 */
public record SweepReport(String model, String network, Machine machine, List<SweepPoint> points) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    public SweepReport {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new InvalidInputException("a sweep needs at least one plan, got none");
        }
    }

    /** {@return VAR: of the models that were run alone the one that takes longest; empty if none was} */
    Optional<SweepPoint> var() {
        return points.stream()
                .filter(point -> point.kind() == PlanKind.ALONE)
                .max(Comparator.comparingDouble(SweepPoint::millisecondsPerPicture));
    }

    /** {@return how many times as fast as VAR, in the transformers; empty if VAR was not run} */
    Optional<Double> speedUp(SweepPoint point) {
        return var().map(var -> var.millisecondsPerPicture() / point.millisecondsPerPicture());
    }

    /** {@return all of it as a JSON object, its keys in snake case, without what is unknown} */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
