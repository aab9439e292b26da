package dev.codevar.models;

import dev.codevar.models.Description.Specialised;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names under which models were published: role {@code d16} is {@code var_d16.pth}, role {@code drafter8} is
 * {@code drafter_8.pth}, the drafter fine-tuned for eight draft steps.
 */
final class PublishedNames {
    static final String VAE = "vae_ch160v4096z32.pth";
    /** What the transformers' files are called, for people. */
    static final String PATTERNS = "var_dNN.pth, drafter_N.pth or refiner_N.pth";

    private static final Pattern PLAIN_FILE = Pattern.compile("var_(d\\d{1,2})\\.pth");
    private static final Pattern SPECIALISED_FILE = Pattern.compile("(drafter|refiner)_([1-9]\\d?)\\.pth");
    private static final Pattern PLAIN = Pattern.compile("d\\d{1,2}");
    private static final Pattern SPECIALISED = Pattern.compile("(drafter|refiner)([1-9]\\d?)");

    private PublishedNames() {}

    /** {@return the role of the file of this name; empty for any other file} */
    static Optional<String> role(String file) {
        Matcher plain = PLAIN_FILE.matcher(file);
        if (plain.matches()) {
            return Optional.of(plain.group(1));
        }
        Matcher specialised = SPECIALISED_FILE.matcher(file);
        return specialised.matches() ? Optional.of(specialised.group(1) + specialised.group(2)) : Optional.empty();
    }

    /** {@return whether a model of this role was published} */
    static boolean contains(String role) {
        return PLAIN.matcher(role).matches() || SPECIALISED.matcher(role).matches();
    }

    /** {@return what the model of this role was fine-tuned for; null for an all-round model} */
    static @Nullable Specialised specialised(String role) {
        Matcher matcher = SPECIALISED.matcher(role);
        return matcher.matches() ? new Specialised(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
    }
}
