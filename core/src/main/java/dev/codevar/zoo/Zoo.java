package dev.codevar.zoo;

import dev.codevar.fault.InvalidInputException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The published files by name, where each lies, which belong together, and which uploads were replaced.
 *
 * <p>Bundles: {@code var-d16}, {@code var-d20}, {@code var-d24}, {@code var-d30} (VAR at 256 px: the autoencoder and one
 * model) and {@code var-d36} (512 px); {@code code-6} to {@code code-9} (CoDe at 256 px: the autoencoder, and the
 * drafter and the refiner that were trained to change places after so many scales); {@code 256} (the autoencoder and the
 * plain models d30 and d16: CoDe without training); {@code 512} (as {@code var-d36}); {@code fid-256} and
 * {@code fid-512} (the Inception network and the reference batch that scores are computed against).
 */
public final class Zoo {
    private static final ZooTable TABLE = ZooTable.read();

    private Zoo() {}

    /** Every published file, the autoencoder first; unmodifiable. */
    public static List<PublishedFile> files() {
        return List.copyOf(TABLE.files().values());
    }

    /**
     * The file of that name.
     *
     * @throws InvalidInputException when there is none, with the known names
     */
    public static PublishedFile file(String name) {
        PublishedFile file = TABLE.files().get(name);
        if (file == null) {
            throw unknown("published file", name, TABLE.files().keySet());
        }
        return file;
    }

    /** The names of the bundles. */
    public static List<String> bundles() {
        return List.copyOf(TABLE.bundles().keySet());
    }

    /**
     * The files that work together under that name: the autoencoder, then the models in the order of their scales.
     *
     * @throws InvalidInputException when there is no such bundle, with the known names
     */
    public static List<PublishedFile> bundle(String name) {
        List<String> files = TABLE.bundles().get(name);
        if (files == null) {
            throw unknown("bundle", name, TABLE.bundles().keySet());
        }
        return files.stream().map(Zoo::file).toList();
    }

    /**
     * Where a file is fetched from.
     *
     * @param mirror an http or https address that stands for everything before the file's name: a mirror holds all files
     *     in one folder, as {@code <mirror>/<name>}
     * @throws InvalidInputException when the mirror is no such address, or the file's repository is not known
     */
    public static URI address(PublishedFile file, Optional<URI> mirror) {
        if (mirror.isEmpty()) {
            String folder = TABLE.repositories().get(file.repository());
            if (folder == null) {
                throw unknown(
                        "repository", file.repository(), TABLE.repositories().keySet());
            }
            return URI.create(folder + file.name());
        }
        URI base = mirror.get();
        String scheme = base.getScheme();
        boolean web = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
        if (!web || base.getHost() == null || base.getQuery() != null || base.getFragment() != null) {
            throw new InvalidInputException(
                    "a mirror '" + base + "'; it must be an address http(s)://host[/folder] without ? and #");
        }
        String folder = base.toString();
        return URI.create(folder + (folder.endsWith("/") ? "" : "/") + file.name());
    }

    /**
     * Whether a hash is that of an earlier upload of d16, d20 or d30: replaced in April 2024, and not to be used.
     *
     * @param sha256 hexadecimal digits in lower case
     */
    public static boolean isReplacedUpload(String sha256) {
        return replacedUpload(sha256).isPresent();
    }

    /**
     * The file that a hash is an earlier upload of.
     *
     * @param sha256 hexadecimal digits in lower case
     * @return the file's name; empty when the hash is not that of a replaced upload
     */
    public static Optional<String> replacedUpload(String sha256) {
        return TABLE.replaced().entrySet().stream()
                .filter(known -> sha256.startsWith(known.getKey()))
                .map(known -> known.getValue())
                .findFirst();
    }

    private static InvalidInputException unknown(String what, String name, Collection<String> known) {
        return new InvalidInputException("unknown " + what + " '" + name + "'; known are " + String.join(", ", known));
    }
}
