package dev.codevar.training.parallel;

import dev.codevar.fault.InvalidInputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * The processes that train together, each on its own share of every step's examples. This is the one place that knows what they
 * exchange, and how; a training is
 * <pre>
 *   inTurn*  agreeOnSettings  followFirst
 *     ( next  sumLosses+  [ sumGradients+ ]  meanMetrics  [ sumCodeHits  [ takeOverCodes ] ]  [ allSame ] )*
 *   [ next ]  end
 * </pre>
 * where losses and gradients are summed for the task and for its opponent. All processes call the same in the same order. Each says
 * what it wants before anything is moved, and waits there for the others as long as they show signs of life: what one does by itself
 * between two of these calls may take days. A process that ends, falls silent, fails or wants something else ends all, in their next
 * call, with a {@link dev.codevar.fault.CodeVarException} that names it.
 */
public final class Peers implements AutoCloseable {
    private final Transport transport;
    private Exchange last = Exchange.BEGIN;

    Peers(Transport transport) {
        this.transport = transport;
    }

    /** {@return a process of its own} */
    public static Peers alone() {
        return new Peers(new Alone());
    }

    /** {@return which of them this is, from 0} */
    public int rank() {
        return transport.rank();
    }

    /** {@return how many there are} */
    public int count() {
        return transport.count();
    }

    /** {@return whether this is the one that writes} */
    public boolean first() {
        return rank() == 0;
    }

    private void agree(Exchange exchange) {
        agree(exchange, exchange.toString());
    }

    private void agree(Exchange exchange, String wanted) {
        last = exchange;
        transport.agree(wanted);
    }

    /** {@return what {@code body} gives; one process after the other runs it, since what one leaves is of use to the next} */
    public <T> T inTurn(Supplier<T> body) {
        for (int before = 0; before < rank(); before++) {
            agree(Exchange.TURN);
        }
        T result = body.get();
        for (int after = rank(); after < count() - 1; after++) {
            agree(Exchange.TURN);
        }
        return result;
    }

    /** {@return the first one's settings, to compare these with} */
    public byte[] agreeOnSettings(byte[] own) {
        agree(Exchange.SETTINGS);
        return transport.fromFirst(own);
    }

    /**
     * Takes over from the first one where it goes on.
     *
     * @param taken how many steps were taken before; the first one's counts
     * @param state everything that the next step follows from, in an order that is the same everywhere; overwritten
     * @return the first one's number of steps
     */
    public int followFirst(int taken, Collection<Tensor> state) {
        agree(Exchange.STATE, Exchange.STATE.of(state.size(), "tensors of " + numbers(state) + " numbers"));
        state.forEach(tensor -> transport.copy(tensor, 0));
        return (int) transport.sum(first() ? taken : 0)[0];
    }

    /**
     * Settles what comes next.
     *
     * @param stopping whether this process is to end
     * @param saving whether a checkpoint is to follow the next step; the first one's counts
     */
    public Next next(boolean stopping, boolean saving) {
        agree(Exchange.NEXT);
        double[] wishes = transport.sum(stopping ? 1 : 0, first() && saving ? 1 : 0);
        return new Next(wishes[0] > 0, wishes[1] > 0);
    }

    /** {@return the sum of all processes' losses of a step; finite where all are} */
    public double sumLosses(double loss) {
        agree(Exchange.LOSS);
        return transport.sum(loss)[0];
    }

    /**
     * Sums gradients over all processes, in place: everywhere to the same bits.
     *
     * @param gradients of one type, of the same sizes everywhere
     */
    public void sumGradients(List<Tensor> gradients) {
        agree(
                Exchange.GRADIENTS,
                Exchange.GRADIENTS.of(gradients.size(), "tensors of " + numbers(gradients) + " numbers"));
        transport.sum(gradients);
    }

    /** {@return the mean of every metric over all processes, each of which counts as much} */
    public double[] meanMetrics(double... metrics) {
        agree(Exchange.METRICS, Exchange.METRICS.of(metrics.length, "numbers"));
        return transport.sum(
                Arrays.stream(metrics).map(metric -> metric / count()).toArray());
    }

    /** Sums over all processes, in place, how often each code was used. */
    public void sumCodeHits(Tensor hits_V) {
        agree(Exchange.CODE_HITS, Exchange.CODE_HITS.of(hits_V.numel(), "codes"));
        transport.sum(List.of(hits_V));
    }

    /** Overwrites a codebook with that of the last process, which has a step's last examples. */
    public void takeOverCodes(Tensor codebook_VE) {
        agree(Exchange.CODES, Exchange.CODES.of(codebook_VE.numel(), "numbers"));
        transport.copy(codebook_VE, count() - 1);
    }

    /** {@return whether all have the same parameters, of which these bytes tell} */
    public boolean allSame(byte[] digest) {
        agree(Exchange.PARAMETERS, Exchange.PARAMETERS.of(digest.length, "bytes"));
        return transport.sum(Arrays.equals(digest, transport.fromFirst(digest)) ? 0 : 1)[0] == 0;
    }

    /** Waits until all have ended their training, the first one's last files among it. Another one may follow. */
    public void end() {
        agree(Exchange.END);
    }

    /** {@return what {@code body} gives; where it fails, the others are told why} */
    public <T> T tellingWhy(Supplier<T> body) {
        try {
            return body.get();
        } catch (RuntimeException | Error e) {
            transport.fail("failed: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            throw e;
        }
    }

    /** Leaves the others; whoever still waits then, ends. */
    @Override
    public void close() {
        if (last != Exchange.END) {
            transport.fail("has left before the end");
        }
        transport.close();
    }

    private static long numbers(Collection<Tensor> tensors) {
        return tensors.stream().mapToLong(Tensor::numel).sum();
    }

    /**
     * Cuts a batch into shares for the processes.
     *
     * @param batch how many examples are computed at once, by all of them together
     * @return how many each computes
     * @throws InvalidInputException unless all get as many
     */
    public static int share(int batch, int processes) {
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
