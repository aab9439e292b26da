package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says of which classes pictures are. */
public final class ClassOptions {
    @Option(
            names = {"-c", "--class"},
            paramLabel = "CLASS",
            split = ";",
            description =
                    "A class by number or name; several by repeating the option or with ';' between. generate lets pictures"
                            + " take turns, and inpaint needs one. Default: all; of generate 8 spread over them where there are"
                            + " more than 20.")
    private @Nullable List<String> classes;

    /** {@return whether classes are asked for} */
    public boolean any() {
        return classes != null;
    }

    /** {@return the classes asked for, at least one; null if the option is not given} */
    public @Nullable List<String> asked() {
        if (classes != null && classes.isEmpty()) {
            throw new InvalidInputException("--class names no class: say a number or a name");
        }
        return classes;
    }
}
