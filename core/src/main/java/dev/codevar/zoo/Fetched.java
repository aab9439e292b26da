package dev.codevar.zoo;

import java.nio.file.Path;

/**
 * A file that was fetched.
 *
 * @param file where it lies
 * @param sha256 the hash of what lies there, 64 hexadecimal digits in lower case
 * @param verified whether that is the published hash; false when none is published, so that nothing vouches for it
 */
public record Fetched(Path file, String sha256, boolean verified) {}
