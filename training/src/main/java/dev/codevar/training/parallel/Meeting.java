package dev.codevar.training.parallel;

import dev.codevar.fault.InvalidInputException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where processes find each other, and which of them this is: what torchrun tells in the environment.
 *
 * @param rank which, from 0
 * @param count how many
 * @param host the first one's machine
 * @param port where the first one, or torchrun itself, listens
 * @param hosted whether torchrun listens
 * @param attempt which start this is, where torchrun starts anew
 * @param networkInterface through which they talk, such as eth0; empty for the one that leads to {@code host}
 */
public record Meeting(
        int rank, int count, String host, int port, boolean hosted, String attempt, Optional<String> networkInterface) {
    static final String RANK = "RANK";
    static final String COUNT = "WORLD_SIZE";
    static final String HOST = "MASTER_ADDR";
    static final String PORT = "MASTER_PORT";
    static final String LOCAL_RANK = "LOCAL_RANK";
    static final String LOCAL_COUNT = "LOCAL_WORLD_SIZE";
    private static final String HOSTED = "TORCHELASTIC_USE_AGENT_STORE";
    private static final String ATTEMPT = "TORCHELASTIC_RESTART_COUNT";
    static final String INTERFACE = "GLOO_SOCKET_IFNAME";
    private static final int MOST = 4096;
    private static final int PORTS = 65535;

    /** {@return what the environment says, or nothing where it knows of no other processes} */
    public static Optional<Meeting> of(Map<String, String> environment) {
        if (!environment.containsKey(RANK) && !environment.containsKey(COUNT)) {
            return Optional.empty();
        }
        int count = number(environment, COUNT, 1, MOST);
        return Optional.of(new Meeting(
                number(environment, RANK, 0, count - 1),
                count,
                said(environment, HOST),
                number(environment, PORT, 1, PORTS),
                Boolean.parseBoolean(environment.get(HOSTED)),
                environment.getOrDefault(ATTEMPT, "0"),
                Optional.ofNullable(environment.get(INTERFACE))));
    }

    /** {@return how many of the processes are on this machine, as far as the environment says} */
    public static int onThisMachine(Map<String, String> environment) {
        return environment.containsKey(LOCAL_COUNT) ? number(environment, LOCAL_COUNT, 1, MOST) : 1;
    }

    /** {@return which of the processes on this machine this is, from 0, as far as the environment says} */
    public static int placeOnThisMachine(Map<String, String> environment) {
        return environment.containsKey(LOCAL_RANK) ? number(environment, LOCAL_RANK, 0, MOST - 1) : 0;
    }

    private static int number(Map<String, String> environment, String name, int least, int most) {
        String said = said(environment, name);
        try {
            int number = Integer.parseInt(said);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new InvalidInputException(
                "the environment's " + name + " '" + said + "' is not a whole number from " + least + " to " + most);
    }

    private static String said(Map<String, String> environment, String name) {
        if (!environment.containsKey(name)) {
            throw new InvalidInputException("the environment has no " + name + ": training in several processes needs "
                    + RANK + ", " + COUNT + ", " + HOST + " and " + PORT);
        }
        return Objects.requireNonNull(environment.get(name));
    }

    /** {@return whether this process makes the store in which all find each other} */
    boolean serves() {
        return rank == 0 && !hosted;
    }

    /**
     * Joins the others; waits until all are there.
     *
     * @param ending is told, in one line and on a thread of its own, that another process has ended or failed while this one
     *     computes by itself and does not ask: it has to end the process
     */
    public Peers join(Consumer<String> ending) {
        return join(Limits.USUAL, ending);
    }

    Peers join(Limits limits, Consumer<String> ending) {
        return count == 1 ? Peers.alone() : new Peers(Gloo.join(this, limits, ending));
    }
}
