package dev.codevar.measure.sweep;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.measure.machine.Machine;
import dev.codevar.report.json.Json;
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
        return Json.fileOfKnown(this);
    }
}
