package dev.codevar.nn;

/**
 * Which kernel computes something here.
 *
 * @param name whose it is, such as "oneDNN packed"
 * @param why why it was chosen
 */
public record Kernel(String name, String why) {
    static final String LIBTORCH = "libtorch";
    static final String LIBTORCH_PACKED = "libtorch packed";
    static final String ONEDNN_PACKED = "oneDNN packed";
}
