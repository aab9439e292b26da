package dev.codevar.app.cluster;

import dev.codevar.file.FilePaths;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where a cluster writes to: a path of this machine's files, or an address of a Hadoop file system. */
final class OutputAddress {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    private static final String FILE = "file:";

    private OutputAddress() {}

    /** {@return the address as it means the same in any working folder} */
    static String whole(String out) {
        return SCHEME.matcher(out).matches()
                ? out
                : FilePaths.of(out).toAbsolutePath().normalize().toUri().toString();
    }

    /** {@return the folder, if it is among this machine's files} */
    static Optional<Path> local(String address) {
        return address.startsWith(FILE)
                ? Optional.of(Path.of(java.net.URI.create(address.replaceFirst("^file:/+", "file:///"))))
                : Optional.empty();
    }
}
