package dev.codevar.training.parallel;

import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** What brings processes together, and moves numbers between them. Used by {@link Peers} alone. */
interface Transport extends AutoCloseable {
    /** {@return which process this is, from 0} */
    int rank();

    /** {@return how many there are} */
    int count();

    /**
     * Waits until all processes want the same, for as long as they show signs of life.
     *
     * @param wanted what this one wants, in words
     */
    void agree(String wanted);

    /** Sums every tensor over all processes, in place: everywhere to the same bits. All have agreed on it. */
    void sum(List<Tensor> tensors);

    /** Overwrites a tensor with that of process {@code from}. All have agreed on it. */
    void copy(Tensor tensor, int from);

    /** Tells the others that they cannot go on, and why: unless they know already. */
    void fail(String what);

    @Override
    void close();

    /** {@return the sum of every number over all processes} */
    default double[] sum(double... numbers) {
        if (numbers.length == 0 || count() == 1) {
            return numbers;
        }
        return Scoped.value(() -> {
            Tensor sums = Tensor.create(numbers, numbers.length);
            sum(List.of(sums));
            double[] result = new double[numbers.length];
            sums.data_ptr_double().get(result);
            return result;
        });
    }

    /** {@return the first one's bytes} */
    default byte[] fromFirst(byte[] own) {
        return Scoped.value(() -> {
            Tensor length = Tensor.create(new long[] {own.length}, 1);
            copy(length, 0);
            byte[] result = rank() == 0 ? own : new byte[(int) length.item_long()];
            if (result.length > 0) {
                Tensor content = Tensor.create(result, result.length);
                copy(content, 0);
                content.data_ptr_byte().get(result);
            }
            return result;
        });
    }
}
