package dev.codevar.nn;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Precision;
import java.util.List;
import java.util.stream.Stream;

/** For tests of what is promised: that a row's bits hang neither on other rows nor on the number of threads. */
final class PromisedBits {
    private PromisedBits() {}

    /** {@return the processor's precisions of which that is promised here} */
    static List<Compute> computes() {
        return Stream.of(Precision.FLOAT32, Precision.BFLOAT16)
                .filter(precision -> EqualBits.promised(Device.CPU, precision))
                .map(precision -> new Compute(Device.CPU, precision))
                .toList();
    }
}
