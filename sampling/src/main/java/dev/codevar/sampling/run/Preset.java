package dev.codevar.sampling.run;

import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The options with which published scores were reached, for ten scales and 4096 codes.
 *
 * @param label the name as commands take it
 * @param sampling how tokens are chosen
 * @param perClass how many pictures of each class
 */
public record Preset(String label, Sampling sampling, int perClass) {
    /** CoDe's: a little warmer on the coarse scales. */
    public static final Preset PAPER = new Preset(
            "paper",
            new Sampling(1.5, List.of(1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.0, 1.0, 1.0), List.of(600), 0.96),
            50);
    /** VAR's. */
    public static final Preset VAR = new Preset("var", new Sampling(1.5, List.of(1.0), List.of(900), 0.96), 50);

    private static final List<Preset> ALL = List.of(PAPER, VAR);

    /** {@return the preset of that name} */
    public static Preset of(String label) {
        return ALL.stream()
                .filter(preset -> preset.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("preset '" + label + "' is unknown: use "
                        + ALL.stream().map(Preset::label).collect(Collectors.joining(" or "))));
    }
}
