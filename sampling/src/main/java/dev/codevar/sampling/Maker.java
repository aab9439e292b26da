package dev.codevar.sampling;

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
}
