package dev.codevar.measure.speed;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.codevar.measure.machine.Machine;
import dev.codevar.measure.speed.ceiling.CeilingsAround;
import dev.codevar.measure.speed.ceiling.Checks;
import dev.codevar.report.json.Json;
import java.util.List;

/**
 * All that a benchmark found out. Every run is compared with VAR's for the same batch, precision and device, if that was run.
 *
 * @param machine where
 * @param ceilings what the machine can do at best, before and after the runs
 * @param runs the results, at least one
 */
public record BenchReport(Machine machine, @JsonUnwrapped CeilingsAround ceilings, List<BenchRun> runs) {
    public BenchReport {
        Checks.notEmpty("a report's runs", runs);
        List<BenchRun> all = List.copyOf(runs);
        runs = all.stream().map(run -> run.with(comparison(run, all))).toList();
    }

    private static AgainstVar comparison(BenchRun run, List<BenchRun> all) {
        return all.stream()
                .filter(other -> other.isVar() && other.isComparable(run))
                .findFirst()
                .map(var -> AgainstVar.of(run, var))
                .orElse(AgainstVar.NONE);
    }

    /** {@return all of it as a JSON object, its keys in snake case; what is unknown is null} */
    public String toJson() {
        return Json.file(this);
    }
}
