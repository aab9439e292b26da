package dev.codevar.file;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The user's own folder. A user whom the system does not know, as containers have them, has none: the JDK calls it {@code ?} then. */
public final class UserHome {
    private UserHome() {}

    /** {@return what the JDK says, or else the environment; it need not be there} */
    public static Optional<Path> find() {
        return Stream.<@Nullable String>of(System.getProperty("user.home"), System.getenv("HOME"))
                .flatMap(Stream::ofNullable)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .findFirst();
    }
}
