package dev.codevar.tensor;

/**
 * Which kernel computes something here.
 *
 * @param name whose it is, such as "oneDNN packed"
 * @param why why it was chosen
 */
public record Kernel(String name, String why) {
    /** libtorch's kernel for a weight as it is. */
    public static final String LIBTORCH = "libtorch";

    /** libtorch's kernel, by its own oneDNN, for a weight that was packed. */
    public static final String LIBTORCH_PACKED = "libtorch packed";

    /** oneDNN's own library's, for a weight that was packed. */
    public static final String ONEDNN_PACKED = "oneDNN packed";

    /** The same in 8 bits. */
    public static final String ONEDNN_EIGHT_BITS = "oneDNN packed 8 bits";
}
