package dev.codevar.app.options;

import dev.codevar.fault.InvalidInputException;

/** What whole numbers of options must be. */
public final class OptionRanges {

    private OptionRanges() {}

    /** Fails, naming the value and what is legal, unless {@code value} lies between the two. */
    public static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(what + " " + value + " is not between " + least + " and " + most);
        }
    }
}
