package dev.codevar.lab.train.parallel;

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
}
