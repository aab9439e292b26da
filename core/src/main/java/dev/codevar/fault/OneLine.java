package dev.codevar.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what a file or a library says fit for one line of an error message: a hostile file may have chosen the words. */
public final class OneLine {
    private static final int LONGEST = 120;

    private OneLine() {}

    /** {@return the name in quotes, shortened, with control characters replaced} */
    public static String quote(String name) {
        return "'" + line(name) + "'";
    }

    /** {@return the first few of the names, quoted, and how many more there are} */
    public static String some(Collection<String> names) {
        int shown = 5;
        String first = names.stream().limit(shown).map(OneLine::quote).collect(Collectors.joining(", "));
        return names.size() <= shown ? first : first + " and " + (names.size() - shown) + " more";
    }

    /** {@return why something failed} */
    public static String reason(Throwable failure) {
        @Nullable String message = failure.getMessage();
        @Nullable Throwable cause = failure.getCause();
        if (cause != null
                && (failure instanceof UncheckedIOException || failure instanceof InvocationTargetException)) {
            return reason(cause);
        } else if (failure instanceof CodeVarException && message != null) {
            return message;
        } else if (failure instanceof ClosedByInterruptException) {
            return "interrupted";
        } else if (failure instanceof ClosedChannelException) {
            return "already closed";
        } else if (failure instanceof JsonProcessingException json) {
            return line(json.getOriginalMessage());
        } else if (failure instanceof IOException io) {
            return line(IoReason.of(io));
        }
        return message == null ? failure.getClass().getSimpleName() : line(message);
    }

    private static String line(String text) {
        String head = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return head.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
