package dev.codevar.evaluation.features;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where features are kept: beside their pictures, or all in one folder.
 *
 * @param cache that folder, or null for beside
 * @param making who computes them
 */
public record FeaturePlaces(@Nullable Path cache, FeatureMaking making) {
    private static final int DIGITS_OF_NETWORK = 16;
    private static final int DIGITS_OF_PLACE = 8;

    /** Where features are kept that this process computes. */
    public FeaturePlaces(@Nullable Path cache) {
        this(cache, FeatureMaking.HERE);
    }

    /** {@return the folder for the features of the pictures at {@code place}} */
    public Path of(Path place, FeatureNetwork network) {
        Path whole = place.toAbsolutePath().normalize();
        Path name = whole.getFileName();
        if (name == null) {
            throw new InvalidInputException(place + " names no file and no folder");
        }
        String digits = network.fingerprint().substring(0, DIGITS_OF_NETWORK);
        return (cache == null ? whole.resolveSibling(name + ".features") : cache.resolve(name + "-" + digits(whole)))
                .resolve(digits);
    }

    /** Sets of one name in several folders stay apart. */
    private static String digits(Path whole) {
        Sha256 sha256 = new Sha256();
        sha256.add(ByteBuffer.wrap(whole.toString().getBytes(StandardCharsets.UTF_8)));
        return sha256.hex().substring(0, DIGITS_OF_PLACE);
    }
}
