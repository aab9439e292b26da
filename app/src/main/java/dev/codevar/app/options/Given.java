package dev.codevar.app.options;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Picks what counts: what is given goes before what was begun, and that before what is usual. */
public final class Given {
    private Given() {}

    /** {@return the first that is there} */
    public static <T> T first(@Nullable T given, @Nullable T begun, T usual) {
        return given != null ? given : begun != null ? begun : usual;
    }

    /** {@return the first that is there} */
    public static <T> T first(@Nullable T given, @Nullable T preset, @Nullable T begun, T usual) {
        return given != null ? given : first(preset, begun, usual);
    }

    /** {@return a part of what may not be there} */
    public static <A, B> @Nullable B part(@Nullable A whole, Function<A, B> part) {
        return whole == null ? null : part.apply(whole);
    }
}
