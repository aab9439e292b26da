package dev.codevar.memory;

import java.util.regex.Pattern;

/** Tells whether memory ran out: Java says so by an error, libtorch by words, and oneDNN by words that may also mean something else. */
public final class OutOfMemory {
    private static final Pattern WORDS = Pattern.compile(
            "can't allocate memory|not enough memory: you tried to allocate|out of memory|std::bad_alloc"
                    + "|could not (create|execute) a (primitive|memory)");

    private OutOfMemory() {}

    /** {@return whether this was thrown because memory ran out, as far as can be told} */
    public static boolean is(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof OutOfMemoryError
                || (thrown instanceof RuntimeException
                        && message != null
                        && WORDS.matcher(message).find());
    }
}
