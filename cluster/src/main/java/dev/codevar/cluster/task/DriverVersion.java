package dev.codevar.cluster.task;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.provenance.Program;
import java.io.Serializable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The driver's version of the program, which an executor's has to be: made on the driver, and asked on executors. */
public final class DriverVersion implements Serializable {
    /** The same in every version: a program that is another says so in words. */
    private static final long serialVersionUID = 1L;

    private final String version = Program.version();

    /**
     * What comes of some work.
     *
     * @param result what came out; null of a refusal
     * @param refusal why nothing did, and no other attempt would help, in one line; null of a result
     */
    public record Outcome<R>(@Nullable R result, @Nullable String refusal) {}

    /** {@return what comes of work that is done here, if this is the driver's version} */
    public <R> Outcome<R> outcome(Supplier<R> work) {
        if (!version.equals(Program.version())) {
            return new Outcome<>(
                    null, "it has version " + Program.version() + " of codevar, and the driver " + version);
        }
        try {
            return new Outcome<>(work.get(), null);
        } catch (InvalidInputException | BrokenFileException e) {
            return new Outcome<>(null, String.valueOf(e.getMessage()));
        }
    }
}
