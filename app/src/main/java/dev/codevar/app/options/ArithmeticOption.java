package dev.codevar.app.options;

import dev.codevar.evaluation.score.neighbour.DistanceArithmetic;
import dev.codevar.fault.InvalidInputException;
import picocli.CommandLine.Option;

/** The option that says in what numbers precision and recall are computed. */
public final class ArithmeticOption {
    @Option(
            names = "--precision-recall",
            paramLabel = "ARITHMETIC",
            description =
                    "What precision and recall are computed in: float16, as published, or float32. Default: float16.")
    private String arithmetic = "float16";

    /** {@return what it says} */
    public DistanceArithmetic get() {
        return switch (arithmetic) {
            case "float16" -> DistanceArithmetic.FLOAT16_COMPATIBLE;
            case "float32" -> DistanceArithmetic.FLOAT32;
            default ->
                throw new InvalidInputException(
                        "--precision-recall " + arithmetic + " is unknown: use float16 or float32");
        };
    }
}
