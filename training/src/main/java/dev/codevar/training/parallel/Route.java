package dev.codevar.training.parallel;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.gloo.Device;

/**
 * The network that leads to the first process, unless another was named, and who this process is in it.
 *
 * @param meeting says where the first one is
 */
record Route(Meeting meeting) {
    private static final Path HOST = Path.of("/proc/sys/kernel/hostname");

    /** {@return what others may call this process: its rank, its machine and its number there} */
    String nameOfProcess() {
        return "process " + meeting.rank() + " on " + host() + " (pid "
                + ProcessHandle.current().pid() + ")";
    }

    private String host() {
        try {
            return Files.readString(HOST).strip();
        } catch (IOException e) {
            return address().getHostAddress();
        }
    }

    /** {@return through what gloo talks} */
    Device device() {
        return meeting.networkInterface()
                .map(ProcessGroupGloo::createDeviceForInterface)
                .orElseGet(() ->
                        ProcessGroupGloo.createDeviceForHostname(onTheWay().getHostAddress()));
    }

    /** {@return the address by which others reach this process} */
    InetAddress address() {
        return meeting.networkInterface().map(Route::of).orElseGet(this::onTheWay);
    }

    private static InetAddress of(String networkInterface) {
        try {
            return Optional.ofNullable(NetworkInterface.getByName(networkInterface)).stream()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .min(Comparator.comparing(Inet6Address.class::isInstance))
                    .orElseThrow(() -> new InvalidInputException("the environment's " + Meeting.INTERFACE + " '"
                            + networkInterface + "' has no address here"));
        } catch (IOException e) {
            throw new CodeVarException("cannot look at " + networkInterface + ": " + IoReason.of(e), e);
        }
    }

    private InetAddress onTheWay() {
        // Sends nothing: only asks the system for the way.
        try (DatagramSocket way = new DatagramSocket()) {
            way.connect(InetAddress.getByName(meeting.host()), meeting.port());
            return way.getLocalAddress();
        } catch (IOException e) {
            throw new CodeVarException("cannot find the way to " + meeting.host() + ": " + IoReason.of(e), e);
        }
    }
}
