package dev.codevar;

import java.util.regex.Pattern;

/** Tells whether memory ran out: Java says so by an error, libtorch by words. */
final class OutOfMemory {
    private static final Pattern WORDS = Pattern.compile(
            "can't allocate memory|not enough memory: you tried to allocate|out of memory|std::bad_alloc");

    private OutOfMemory() {}

    /** {@return whether this was thrown because memory ran out} */
    static boolean is(Throwable thrown) {
        String message = thrown.getMessage();
        return thrown instanceof OutOfMemoryError
                || (thrown instanceof RuntimeException
                        && message != null
                        && WORDS.matcher(message).find());
    }
}
