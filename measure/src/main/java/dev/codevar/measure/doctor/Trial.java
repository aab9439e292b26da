package dev.codevar.measure.doctor;

import dev.codevar.tensor.Kernel;
import dev.codevar.tensor.Precision;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;

/**
 * One kernel at one shape, to be compared with its formula.
 *
 * @param what the layer and its shape
 * @param precision in which the kernel computes
 * @param kernel which it is
 * @param flops the products' operations, of all rows; 0 where it has none worth counting
 * @param rows how many rows it is given, at least 1
 * @param computation the kernel
 * @param part selects what of all rows' results is compared with the formula: all, where that is cheap
 * @param formula gives what that part should come to, in float64, in the same shape
 */
record Trial(
        String what,
        Precision precision,
        Kernel kernel,
        double flops,
        long rows,
        Computation computation,
        UnaryOperator<Tensor> part,
        Supplier<Tensor> formula) {

    /** A kernel with its weights and a batch of rows. */
    @FunctionalInterface
    interface Computation {
        /** {@return the results of {@code count} rows from {@code first} on, computed together; their first dimension is the rows} */
        Tensor of(long first, long count);
    }

    /** {@return the results of all rows} */
    Tensor all() {
        return computation.of(0, rows);
    }
}
