package dev.codevar.training.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.global.torch_gloo;

/**
 * How processes find each other: the first one writes into a store where it listens, and the others come. Trainings that come one
 * after the other to one store are told apart by their number, which every process counts for itself. What it makes is the owner's:
 * an object that another was made of must be freed after that one, or memory is spoilt.
 */
final class Gathering {
    private static final long PAUSE_MS = 200;
    private static final int CONNECTING_MS = 2000;
    private static final String FIRST = "first";

    private final Meeting meeting;
    private final Route network;
    private final Limits limits;
    private final Owner owner;
    private final long deadline;
    private final TCPStore store;
    private final long number;

    Gathering(Meeting meeting, Limits limits, Owner owner) {
        this.meeting = meeting;
        this.network = new Route(meeting);
        this.limits = limits;
        this.owner = owner;
        this.deadline = System.nanoTime() + limits.gathering().toNanos();
        Libtorch.load();
        try {
            Loader.load(torch_gloo.class);
        } catch (UnsatisfiedLinkError e) {
            throw new CodeVarException(
                    "this platform's libtorch has no gloo, so training in several processes is for Linux alone: "
                            + e.getMessage(),
                    e);
        }
        this.store = connected();
        this.number = store.add(counted(), 1);
    }

    /** {@return what all write into, connected; the first one makes it, unless torchrun has} */
    private TCPStore connected() {
        if (!meeting.serves()) {
            // libtorch itself would fill the terminal with complaints while nobody listens.
            await(this::listening, "nobody listens at " + meeting.host() + ":" + meeting.port());
        }
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) meeting.port())
                .isServer(meeting.serves())
                .waitWorkers(false)
                .timeout(Gloo.milliseconds(limits.moving()));
        return owner.own(new TCPStore(meeting.host(), options));
    }

    private boolean listening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(meeting.host(), meeting.port()), CONNECTING_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The key that counts how often this one of the processes has come. */
    private String counted() {
        return "codevar " + meeting.attempt() + " came " + meeting.rank();
    }

    private String training(long which) {
        return "codevar " + meeting.attempt() + " training " + which + " ";
    }

    private String left(int rank, long which) {
        return training(which) + "left " + rank;
    }

    /** {@return what this training's processes write into} */
    PrefixStore ofTraining() {
        return owner.own(new PrefixStore(training(number), store));
    }

    /** {@return the way to the others; all of them come, or what waits for them ends with a line} */
    Control gather(Consumer<String> ending) {
        try {
            if (number > 1 && store.add(left(meeting.rank(), number - 1), 0) == 0) {
                throw new InvalidInputException("two processes have " + Meeting.RANK + " " + meeting.rank() + " of "
                        + meeting.count() + ": each needs its own");
            }
            String name = network.nameOfProcess();
            return meeting.rank() == 0 ? hub(name, network.address(), ending) : spoke(name, ending);
        } catch (RuntimeException e) {
            giveUp();
            throw e;
        }
    }

    /** Takes back that this process has come: whoever tries again comes to the same training as the others. */
    void giveUp() {
        if (meeting.serves() || listening()) {
            quietly(() -> store.add(counted(), -1));
        }
    }

    private Hub hub(String name, InetAddress own, Consumer<String> ending) {
        try {
            Hub hub = new Hub(name, meeting.count(), own, limits, ending);
            try {
                store.set(training(number) + FIRST, hub.address().written());
                hub.gather();
                hub.fault().ifPresent(fault -> {
                    throw new CodeVarException(fault);
                });
                return hub;
            } catch (IOException | RuntimeException e) {
                hub.close();
                // Where the store is hosted, the next one to come must not find this door, which is shut.
                quietly(() -> store.deleteKey(training(number) + FIRST));
                throw e;
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot listen at " + own.getHostAddress() + ": " + IoReason.of(e), e);
        }
    }

    private Spoke spoke(String name, Consumer<String> ending) {
        StringVector first = new StringVector(training(number) + FIRST);
        // libtorch would complain at length of a store that has gone.
        await(() -> !listening() || store.check(first), "of " + meeting.count() + " processes RANK 0 did not come");
        if (!listening()) {
            throw new IllegalStateException("the store has gone");
        }
        Hub.Address address = Hub.Address.read(store.get_to_str(training(number) + FIRST));
        try {
            return new Spoke(meeting.rank(), name, address, limits, ending);
        } catch (IOException e) {
            throw new CodeVarException(
                    "cannot reach " + address.name() + " at " + address.host() + ":" + address.port() + ": "
                            + IoReason.of(e),
                    e);
        }
    }

    /** Writes down that this process has left, and who was missed, so that they may come to another training. */
    void leave(Set<Integer> others) {
        // Where the first process made the store, both have ended by now, perhaps.
        if (meeting.hosted() || (!meeting.serves() && listening())) {
            quietly(() -> {
                store.add(left(meeting.rank(), number), 1);
                others.forEach(rank -> store.add(left(rank, number), 1));
            });
        }
    }

    private static void quietly(Runnable body) {
        try {
            body.run();
        } catch (RuntimeException gone) {
            // The store is, and with it all that stood there.
        }
    }

    private void await(BooleanSupplier reached, String otherwise) {
        try {
            while (!reached.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new CodeVarException(
                            otherwise + " within " + limits.gathering().toSeconds() + " s");
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Between two tries to come together. */
    static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static CodeVarException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CodeVarException("interrupted while waiting for the other processes", e);
    }

    /** {@return through what they talk} */
    GlooDeviceVector devices() {
        return owner.own(new GlooDeviceVector(owner.own(network.device())));
    }
}
