package dev.codevar.serve;

import dev.codevar.fault.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a server behaves.
 *
 * @param host the address on which it listens, such as 127.0.0.1
 * @param port on which it listens, 0 for any that is free
 * @param hostNames further names under which it is known, behind a proxy say
 * @param token what clients have to show, if anything
 * @param insecure whether it may listen to other machines without a token
 * @param publicUrl under what clients find it, for addresses of pictures; empty for what they write in their requests
 * @param mostPictures how many pictures a request may ask for, 1 or more
 * @param mostBytes how large a request may be, in bytes, 1 or more
 * @param mostRequests how many requests may wait, 1 or more
 * @param deadline how long a request may take, waiting included
 * @param keep how long pictures are kept for those who ask again
 * @param mostKeptBytes how many bytes of pictures are kept
 * @param grace how long {@link CodevarServer#stop} waits for what was promised
 * @param strictSize whether a size that a model does not make is refused
 * @param jsonLog whether the access log is JSON
 */
public record ServeOptions(
        String host,
        int port,
        List<String> hostNames,
        Optional<String> token,
        boolean insecure,
        Optional<String> publicUrl,
        int mostPictures,
        int mostBytes,
        int mostRequests,
        Duration deadline,
        Duration keep,
        long mostKeptBytes,
        Duration grace,
        boolean strictSize,
        boolean jsonLog) {

    /** On loopback alone, without a token. */
    public static final ServeOptions DEFAULT = new ServeOptions(
            "127.0.0.1",
            8080,
            List.of(),
            Optional.empty(),
            false,
            Optional.empty(),
            64,
            20 << 20,
            1024,
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            64L << 20,
            Duration.ofSeconds(30),
            false,
            false);

    private static final int LARGEST_PORT = 65_535;

    public ServeOptions {
        hostNames = List.copyOf(hostNames);
        requireBetween("port", port, 0, LARGEST_PORT);
        requireBetween("the number of pictures of a request", mostPictures, 1, 4096);
        requireBetween("the size of a request in bytes", mostBytes, 1, 1 << 30);
        requireBetween("the number of waiting requests", mostRequests, 1, 1 << 20);
        if (token.filter(String::isBlank).isPresent()) {
            throw new InvalidInputException("the token is empty");
        }
        if (!loopback(host) && token.isEmpty() && !insecure) {
            throw new InvalidInputException("host " + host
                    + " is open to other machines: give a token (CODEVAR_TOKEN or --token-file), or say --insecure");
        }
    }

    private static void requireBetween(String what, long value, long from, long to) {
        if (value < from || value > to) {
            throw new InvalidInputException(what + ", " + value + ", is not between " + from + " and " + to);
        }
    }

    /** {@return whether it listens to its own machine alone} */
    public boolean loopback() {
        return loopback(host);
    }

    private static boolean loopback(String host) {
        return host.equals("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    /** {@return the address without brackets} */
    String bareHost() {
        return host.replaceAll("[\\[\\]]", "");
    }

    /** {@return the names under which it is known, its own address among them} */
    List<String> knownHosts() {
        return Stream.concat(hostNames.stream(), Stream.of(host.contains(":") ? "[" + bareHost() + "]" : host))
                .toList();
    }

    /** {@return the same on another port} */
    public ServeOptions withPort(int other) {
        return new ServeOptions(
                host,
                other,
                hostNames,
                token,
                insecure,
                publicUrl,
                mostPictures,
                mostBytes,
                mostRequests,
                deadline,
                keep,
                mostKeptBytes,
                grace,
                strictSize,
                jsonLog);
    }
}
