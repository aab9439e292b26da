package dev.codevar.training.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Owner;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.chrono.Milliseconds;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/** Moves numbers through libtorch's own gloo: rings of TCP connections. */
final class Gloo implements Transport {
    /** What is sent at once, in numbers: gloo copies it together first. */
    private static final long TOGETHER = 1 << 24;
    /** For word of whose fault it is that gloo failed. */
    private static final Duration WORD = Duration.ofSeconds(5);
    /** What gloo begins its messages with: where in its sources. */
    private static final String PLACE = "^\\[[^]]*:\\d+] ";

    private final Meeting meeting;
    private final Gathering place;
    private final Control control;
    private final ProcessGroupGloo group;
    private final Owner owner;

    private Gloo(Meeting meeting, Gathering place, Control control, ProcessGroupGloo group, Owner owner) {
        this.meeting = meeting;
        this.place = place;
        this.control = control;
        this.group = group;
        this.owner = owner;
    }

    /**
     * @param ending is told of a fault where this process does not ask for so long that it must be ended
     */
    static Gloo join(Meeting meeting, Limits limits, Consumer<String> ending) {
        long deadline = System.nanoTime() + limits.gathering().toNanos();
        while (true) {
            Owner owner = new Owner();
            try {
                return join(meeting, limits, ending, owner);
            } catch (CodeVarException | InvalidInputException e) {
                owner.close();
                throw e;
            } catch (RuntimeException e) {
                owner.close();
                // Where an earlier training's first process ends just now, this training's is yet to come.
                if (meeting.serves() || System.nanoTime() > deadline) {
                    throw new CodeVarException(
                            "the " + meeting.count() + " processes cannot meet at " + meeting.host() + ":"
                                    + meeting.port() + ": " + reason(e),
                            e);
                }
                Gathering.pause();
            }
        }
    }

    private static Gloo join(Meeting meeting, Limits limits, Consumer<String> ending, Owner owner) {
        try (PointerScope making = new PointerScope()) {
            Gathering place = new Gathering(meeting, limits, owner);
            Control control = place.gather(ending);
            try {
                // Whoever comes late is waited for here, by signs of life: gloo itself would give up.
                control.agree(Exchange.GATHERING.toString());
                ProcessGroupGloo.Options options =
                        owner.own(ProcessGroupGloo.Options.create(milliseconds(limits.moving())));
                options.devices(place.devices());
                ProcessGroupGloo group =
                        owner.own(new ProcessGroupGloo(place.ofTraining(), meeting.rank(), meeting.count(), options));
                Gloo gloo = new Gloo(meeting, place, control, group, owner);
                // Nobody leaves while others still connect: libtorch does not bear it.
                gloo.agree(Exchange.BEGIN.toString());
                return gloo;
            } catch (RuntimeException e) {
                control.fail(control.name() + " cannot connect: " + reason(e));
                control.close();
                place.giveUp();
                throw new CodeVarException(control.fault().orElse(reason(e)), e);
            }
        }
    }

    static Milliseconds milliseconds(Duration duration) {
        return new Milliseconds(duration.toMillis());
    }

    @Override
    public int rank() {
        return meeting.rank();
    }

    @Override
    public int count() {
        return meeting.count();
    }

    @Override
    public void agree(String wanted) {
        control.agree(wanted);
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
            List<Tensor> some = tensors.subList(from, to);
            onHost(some, host -> finish(() -> group.allreduce_coalesced(host)));
        }
    }

    @Override
    public void copy(Tensor tensor, int from) {
        onHost(
                List.of(tensor),
                host -> finish(() -> {
                    BroadcastOptions options = new BroadcastOptions();
                    options.rootRank(from);
                    return group.broadcast(host, options);
                }));
    }

    /** Changes tensors in place; of those on a device, copies that go back there. */
    private static void onHost(List<Tensor> tensors, Consumer<TensorVector> change) {
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            Tensor[] host = tensors.stream().map(Tensor::cpu).toArray(Tensor[]::new);
            change.accept(new TensorVector(host));
            for (int i = 0; i < host.length; i++) {
                Tensor tensor = tensors.get(i);
                if (!tensor.is_cpu()) {
                    tensor.copy_(host[i]);
                }
            }
        }
    }

    private void finish(Supplier<Work> begin) {
        try (PointerScope temporaries = new PointerScope()) {
            begin.get()._wait();
        } catch (RuntimeException e) {
            throw new CodeVarException(
                    control.fault(WORD)
                            .orElseGet(() -> "the " + count() + " processes are out of each other's reach (" + reason(e)
                                    + "); begun again, the training goes on from its last checkpoint"),
                    e);
        }
    }

    private static String reason(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse("").replaceFirst(PLACE, "");
    }

    @Override
    public void fail(String what) {
        control.fail(control.name() + " " + what);
        // Which this process need not be told.
        control.fault();
    }

    /** Leaves the others. */
    @Override
    public void close() {
        control.close();
        place.leave(control.left());
        owner.close();
    }
}
