package dev.codevar.lab.train.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Owner;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.AllreduceOptions;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/** Processes that talk through libtorch's own gloo: rings of TCP connections. */
final class GlooPeers implements Peers {
    /** What is sent at once, in numbers: gloo copies it together first. */
    private static final long TOGETHER = 1 << 24;

    private static final Duration PREPARING = Duration.ofDays(7);
    /** What gloo begins its messages with: where in its sources. */
    private static final String PLACE = "^\\[[^]]*:\\d+] ";

    private final int rank;
    private final int count;
    private final ProcessGroupGloo group;
    private final Owner owner;

    private GlooPeers(int rank, int count, ProcessGroupGloo group, Owner owner) {
        this.rank = rank;
        this.count = count;
        this.group = group;
        this.owner = owner;
    }

    /**
     * @param gathering how long to wait until all are there
     * @param answering how long to wait for others afterwards
     */
    static GlooPeers join(Meeting meeting, Duration gathering, Duration answering) {
        Owner owner = new Owner();
        Gathering place = new Gathering(meeting, gathering, owner);
        try (PointerScope making = new PointerScope()) {
            PrefixStore store = place.store();
            place.await(store);
            ProcessGroupGloo.Options options = owner.own(ProcessGroupGloo.Options.create(milliseconds(answering)));
            options.devices(place.devices());
            ProcessGroupGloo group = owner.own(new ProcessGroupGloo(store, meeting.rank(), meeting.count(), options));
            GlooPeers peers = new GlooPeers(meeting.rank(), meeting.count(), group, owner);
            // Nobody leaves while others still connect: libtorch does not bear it.
            peers.any(false);
            return peers;
        } catch (CodeVarException | InvalidInputException e) {
            owner.close();
            throw e;
        } catch (RuntimeException e) {
            owner.close();
            throw new CodeVarException(
                    "the " + meeting.count() + " processes cannot meet at " + meeting.host() + ":" + meeting.port()
                            + ": " + reason(e),
                    e);
        }
    }

    static Milliseconds milliseconds(Duration duration) {
        return new Milliseconds(duration.toMillis());
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void sum(List<Tensor> tensors) {
        for (int from = 0, to; from < tensors.size(); from = to) {
            to = from + 1;
            for (long numbers = tensors.get(from).numel(); to < tensors.size(); to++) {
                numbers += tensors.get(to).numel();
                if (numbers > TOGETHER) {
                    break;
                }
            }
            Tensor[] some = tensors.subList(from, to).toArray(Tensor[]::new);
            finish(() -> group.allreduce_coalesced(new TensorVector(some)));
        }
    }

    @Override
    public void copy(Tensor tensor, int from) {
        finish(() -> {
            BroadcastOptions options = new BroadcastOptions();
            options.rootRank(from);
            return group.broadcast(new TensorVector(tensor), options);
        });
    }

    @Override
    public void meet() {
        finish(() -> {
            AllreduceOptions options = new AllreduceOptions();
            options.timeout(milliseconds(PREPARING));
            return group.allreduce(new TensorVector(Tensor.create(0L)), options);
        });
    }

    private void finish(Supplier<Work> begin) {
        try (PointerScope temporaries = new PointerScope()) {
            begin.get()._wait();
        } catch (RuntimeException e) {
            throw new CodeVarException(
                    "another of the " + count + " processes has ended or does not answer (" + reason(e)
                            + "); begun again, the training goes on from its last checkpoint",
                    e);
        }
    }

    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("").replaceFirst(PLACE, "");
    }

    /** Leaves the others. */
    @Override
    public void close() {
        owner.close();
    }
}
