package dev.codevar.sampling.parts;

import dev.codevar.file.FilePaths;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a cluster reads and writes: a path of this machine's files, or an address of a Hadoop file system. */
public final class OutputAddress {
    private static final Pattern DRIVE = Pattern.compile("[a-zA-Z]:/");
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:/.*");
    private static final Pattern FILE = Pattern.compile("file:/+");

    private OutputAddress() {}

    /** {@return the address as it means the same in any working folder; as Hadoop has it, nothing in it is escaped} */
    public static String whole(String out) {
        if (SCHEME.matcher(out).matches()) {
            return out;
        }
        String path = FilePaths.of(out).toAbsolutePath().normalize().toString().replace('\\', '/');
        return "file://" + (path.startsWith("/") ? path : "/" + path);
    }

    /** {@return the folder, if it is among this machine's files} */
    public static Optional<Path> local(String address) {
        Matcher file = FILE.matcher(address);
        if (!file.lookingAt()) {
            return Optional.empty();
        }
        String path = address.substring(file.end());
        return Optional.of(Path.of(DRIVE.matcher(path).lookingAt() ? path : "/" + path));
    }
}
