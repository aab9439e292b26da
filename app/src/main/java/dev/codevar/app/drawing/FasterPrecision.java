package dev.codevar.app.drawing;

import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.tensor.Precision;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Says where another precision would be faster than the one that nobody asked for. */
final class FasterPrecision {
    /** Smaller models take as long for what is not products: little is won there. */
    private static final long LEAST_BYTES = 1_000_000_000;

    private FasterPrecision() {}

    /**
     * @param usual the precision that is used because none was asked for
     * @param eightBits whether products in 8 bits are offered here; asked only where it matters
     * @param models the shapes of the plan's transformers
     * @return one line; none where nothing faster is known
     */
    static Optional<String> note(String usual, BooleanSupplier eightBits, Collection<VarConfig> models) {
        long bytes = models.stream()
                .mapToLong(model -> VarTensors.bytes(model, Precision.FLOAT32))
                .sum();
        return usual.equals(Precision.FLOAT32.label()) && bytes >= LEAST_BYTES && eightBits.getAsBoolean()
                ? Optional.of(
                        "float32, since nothing here multiplies bfloat16: --precision int8 rounds large weights to 8 bits"
                                + " and multiplies faster (d30 and d16 took half the time with AVX512-VNNI; codevar doctor"
                                + " measures products here)")
                : Optional.empty();
    }
}
