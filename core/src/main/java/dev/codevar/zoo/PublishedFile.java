package dev.codevar.zoo;

import dev.codevar.fault.InvalidInputException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A published file, and what is known of it.
 *
 * @param name the file's name, never a path: letters, digits, '.', '_', '-', and no '.' in front
 * @param repository the place that publishes it, by the name that {@link Zoo} knows: "var", "VAR_CoDe", ...
 * @param bytes its size where known, 1 or more
 * @param sha256 its hash where known, 64 hexadecimal digits in lower case
 */
public record PublishedFile(String name, String repository, OptionalLong bytes, Optional<String> sha256) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws InvalidInputException when the name could leave its folder, or the size or the hash is none
     */
    public PublishedFile {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException("a file name '" + name
                    + "'; it must consist of letters, digits, '.', '_', '-' and not begin with '.'");
        }
        if (bytes.isPresent() && bytes.getAsLong() < 1) {
            throw new InvalidInputException(name + " of " + bytes.getAsLong() + " bytes; it must have >= 1");
        }
        if (sha256.isPresent() && !SHA256.matcher(sha256.get()).matches()) {
            throw new InvalidInputException(
                    "a SHA-256 '" + sha256.get() + "'; it must have 64 hexadecimal digits in lower case");
        }
    }
}
