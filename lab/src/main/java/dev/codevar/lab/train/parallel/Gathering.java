package dev.codevar.lab.train.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.PrefixStore;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.StringVector;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.global.torch_gloo;
import org.bytedeco.pytorch.gloo.Device;

/**
 * How processes find each other: all tell the first one's store that they are there. What it makes is the owner's: an object that
 * another was made of must be freed after that one, or memory is spoilt.
 */
final class Gathering {
    private static final long PAUSE_MS = 50;
    private static final int CONNECTING_MS = 2000;
    private static final String HERE = "here";
    private static final String ALL_HERE = "all here";

    private final Meeting meeting;
    private final Duration patience;
    private final Owner owner;
    private final long deadline;

    Gathering(Meeting meeting, Duration patience, Owner owner) {
        this.meeting = meeting;
        this.patience = patience;
        this.owner = owner;
        this.deadline = System.nanoTime() + patience.toNanos();
        Libtorch.load();
        try {
            Loader.load(torch_gloo.class);
        } catch (UnsatisfiedLinkError e) {
            throw new CodeVarException(
                    "this platform's libtorch has no gloo, so training in several processes is for Linux alone: "
                            + e.getMessage(),
                    e);
        }
    }

    /** {@return what all write into, connected; the first one makes it} */
    PrefixStore store() {
        boolean server = meeting.rank() == 0 && !meeting.hosted();
        if (!server) {
            // libtorch itself would fill the terminal with complaints while nobody listens.
            await(this::listening, "nobody listens at " + meeting.host() + ":" + meeting.port());
        }
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) meeting.port())
                .isServer(server)
                .waitWorkers(false)
                .timeout(GlooPeers.milliseconds(patience));
        TCPStore shared = owner.own(new TCPStore(meeting.host(), options));
        return owner.own(new PrefixStore("codevar " + meeting.attempt(), shared));
    }

    private boolean listening() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(meeting.host(), meeting.port()), CONNECTING_MS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Waits until all are there. */
    void await(PrefixStore store) {
        if (store.add("rank " + meeting.rank(), 1) > 1) {
            throw new InvalidInputException("two processes have " + Meeting.RANK + " " + meeting.rank() + " of "
                    + meeting.count() + ": each needs its own");
        }
        long here = store.add(HERE, 1);
        if (here == meeting.count()) {
            store.add(ALL_HERE, 1);
        }
        StringVector all = new StringVector(ALL_HERE);
        await(() -> store.check(all), "not all " + meeting.count() + " processes have come");
    }

    private void await(BooleanSupplier reached, String otherwise) {
        try {
            while (!reached.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new CodeVarException(otherwise + " within " + patience.toSeconds() + " s");
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException("interrupted while waiting for the other processes", e);
        }
    }

    /** {@return through what they talk: the network that leads to the first one, unless another was named} */
    GlooDeviceVector devices() {
        return owner.own(new GlooDeviceVector(owner.own(device())));
    }

    private Device device() {
        return meeting.networkInterface()
                .map(ProcessGroupGloo::createDeviceForInterface)
                .orElseGet(() -> ProcessGroupGloo.createDeviceForHostname(ownAddress()));
    }

    private String ownAddress() {
        // Sends nothing: only asks the system for the way.
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(InetAddress.getByName(meeting.host()), meeting.port());
            return way.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new CodeVarException("cannot find the way to " + meeting.host() + ": " + IoReason.of(e), e);
        }
    }
}
