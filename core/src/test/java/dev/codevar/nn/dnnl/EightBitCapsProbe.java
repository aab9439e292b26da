package dev.codevar.nn.dnnl;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import org.bytedeco.pytorch.global.torch;

/** A process of its own that may use fewer instructions than there are: whether products in 8 bits are exact there. */
final class EightBitCapsProbe {
    private static final long MOST_ROWS = 700;

    private EightBitCapsProbe() {}

    /** Tries all shapes, fails at the first that is wrong, and prints the largest number of a weight. */
    public static void main(String... widths) {
        Libtorch.useThreads(2);
        torch.manual_seed(13);
        for (String text : widths) {
            long width = Long.parseLong(text);
            EightBitProductTest.requireExact(width, 3 * width, MOST_ROWS);
            EightBitProductTest.requireExact(width, width, MOST_ROWS);
            EightBitProductTest.requireExact(width, 4 * width, MOST_ROWS);
            EightBitProductTest.requireExact(4 * width, width, MOST_ROWS);
        }
        for (long rows : new long[] {1, 2, 17}) {
            EightBitProductTest.requireExact(100, 37, rows);
        }
        try (Owner owner = new Owner()) {
            System.out.println(EightBitKernel.of(64, 64, true, owner).largestWeight());
        }
    }
}
