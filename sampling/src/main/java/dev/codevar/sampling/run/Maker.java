package dev.codevar.sampling.run;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What draws pictures beside the models: another version, or kernels for another kind of processor, may round sums otherwise, and
 * then a token may fall otherwise.
 *
 * @param version of the program
 * @param kernels which kernels compute, as the processor's instructions choose them
 */
public record Maker(String version, String kernels) {
    /** {@return it for people} */
    public String text() {
        return "version " + version + " with kernels for " + kernels;
    }

    /**
     * {@return what to beware of where several drew pictures of a run, as the rest of a sentence; empty if one drew them all}
     *
     * @param all in the order in which they came
     */
    public static Optional<String> inParts(List<Maker> all) {
        return all.size() < 2
                ? Optional.empty()
                : Optional.of("drawn in parts by "
                        + all.stream().map(Maker::text).collect(Collectors.joining(", then by "))
                        + ": drawn again by one of them, pictures of the others may come out otherwise");
    }
}
