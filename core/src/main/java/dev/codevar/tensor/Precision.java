package dev.codevar.tensor;

import dev.codevar.fault.InvalidInputException;
import java.util.Locale;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number format in which weights are kept and matrix products run. Norms, sums and logits are float32 in all of them. */
public enum Precision {
    /** Exact: the golden data are met, and a picture is the same in every batch. */
    FLOAT32(ScalarType.Float, 4, 24),
    /** Half the memory; the default on CPUs with AMX or AVX512-BF16. */
    BFLOAT16(ScalarType.BFloat16, 2, 8),
    /** Half the memory; for GPUs. */
    FLOAT16(ScalarType.Half, 2, 11),
    /**
     * The transformers' large weights in 8 bits, and the rows that they multiply rounded to 8 bits as they come; keys and values are
     * kept in bfloat16, and everything else is float32. A quarter of float32's weights and half of its caches; for processors, of
     * which most multiply 8 bits fastest.
     */
    INT8(ScalarType.Float, 4, 24);

    private final ScalarType type;
    private final int bytes;
    private final int significand;

    Precision(ScalarType type, int bytes, int significand) {
        this.type = type;
        this.bytes = bytes;
        this.significand = significand;
    }

    /** {@return the precision of everything but large weights: this one itself, unless that is another for them alone} */
    public Precision beside() {
        return this == INT8 ? FLOAT32 : this;
    }

    /**
     * {@return the precision in which keys and values are kept from step to step: with {@link #INT8} bfloat16} Its rounding, 2⁻⁹ of
     * a number at most, is small beside that of rows and weights, 1% of their length.
     */
    public Precision kept() {
        return this == INT8 ? BFLOAT16 : this;
    }

    /** {@return the bytes of a number; with {@link #INT8} of one beside the large weights} */
    public int bytes() {
        return bytes;
    }

    /**
     * {@return the most by which one rounding changes a number, as a part of it: 2⁻⁸ in bfloat16} With {@link #INT8} a number beside
     * the large weights.
     */
    public double rounding() {
        return Math.scalb(1.0, -significand);
    }

    /** {@return the tensor type of this precision; with {@link #INT8} that of what is beside the large weights} */
    public ScalarType type() {
        return type;
    }

    /** {@return the name as commands take it: float32, bfloat16, float16 or int8} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param label a name: float32, bfloat16, float16, int8, or short fp32, bf16, fp16
     * @return the precision of that name
     */
    public static Precision of(String label) {
        return switch (label.toLowerCase(Locale.ROOT)) {
            case "float32", "fp32" -> FLOAT32;
            case "bfloat16", "bf16" -> BFLOAT16;
            case "float16", "fp16" -> FLOAT16;
            case "int8" -> INT8;
            default ->
                throw new InvalidInputException(
                        "precision '" + label + "' is unknown: use float32, bfloat16, float16 or int8");
        };
    }
}
