package dev.codevar.lab.train.parallel;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train together, each on its own share of every step's examples. All of them call the same, in the same order,
 * and each waits there for the others.
 */
public interface Peers extends AutoCloseable {
    /** {@return a process of its own} */
    static Peers alone() {
        return new Alone();
    }

    /** {@return which of them this is, from 0} */
    int rank();

    /** {@return how many there are} */
    int count();

    /**
     * Sums every tensor over all processes, in place: everywhere to the same bits.
     *
     * @param tensors of one type, of the same sizes everywhere
     */
    void sum(List<Tensor> tensors);

    /** Overwrites a tensor with that of process {@code from}. */
    void copy(Tensor tensor, int from);

    /** Waits until all are here, for as long as preparations may take. */
    void meet();

    @Override
    void close();

    /** {@return whether this is the one that writes} */
    default boolean first() {
        return rank() == 0;
    }

    /** {@return the sum of every number over all processes} */
    default double[] sum(double... numbers) {
        if (numbers.length == 0) {
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

    /** {@return whether it is so in any of them} */
    default boolean any(boolean here) {
        return sum(here ? 1 : 0)[0] > 0;
    }

    /** {@return the first one's bytes} */
    default byte[] fromFirst(byte[] bytes) {
        return Scoped.value(() -> {
            Tensor length = Tensor.create(new long[] {bytes.length}, 1);
            copy(length, 0);
            byte[] result = first() ? bytes : new byte[(int) length.item_long()];
            if (result.length > 0) {
                Tensor content = Tensor.create(result, result.length);
                copy(content, 0);
                content.data_ptr_byte().get(result);
            }
            return result;
        });
    }

    /** {@return what {@code body} gives; one process after the other runs it, since what one leaves is of use to the next} */
    default <T> T inTurn(Supplier<T> body) {
        for (int before = 0; before < rank(); before++) {
            meet();
        }
        T result = body.get();
        for (int after = rank(); after < count() - 1; after++) {
            meet();
        }
        return result;
    }

    /**
     * Cuts a batch into shares for the processes.
     *
     * @param batch how many examples are computed at once, by all of them together
     * @return how many each computes
     * @throws InvalidInputException unless all get as many
     */
    static int share(int batch, int processes) {
        if (batch % processes != 0) {
            int below = batch / processes * processes;
            throw new InvalidInputException("batch " + batch + " cannot be shared evenly by " + processes
                    + " processes: legal are multiples of " + processes + ", such as "
                    + (below > 0 ? below + " and " : "")
                    + (below + processes));
        }
        return batch / processes;
    }
}
