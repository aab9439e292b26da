package dev.codevar.serve;

import dev.codevar.fault.InvalidInputException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a server behaves.
 *
 * @param host the address on which it listens, such as 127.0.0.1
 * @param port on which it listens, 0 for any that is free
 * @param hostNames further names under which it is known, behind a proxy say
 * @param token what clients have to show, if anything
 * @param insecure whether it may listen to other machines without a token
 * @param publicUrl under what clients find it, for addresses of pictures; empty for what they write in their requests
 * @param limits what it takes and keeps at most
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
        ServeLimits limits,
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
            ServeLimits.DEFAULT,
            Duration.ofSeconds(30),
            false,
            false);

    private static final int LARGEST_PORT = 65_535;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+]");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/?#\\s]+(/[^?#\\s]*)?");
    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    public ServeOptions {
        hostNames = List.copyOf(hostNames);
        ServeLimits.requireBetween("port", port, 0, LARGEST_PORT);
        for (String name : hostNames) {
            requireLike(NAME, "host name", name, "a name without a port, as pictures.example, or an address as [::1]");
        }
        publicUrl.ifPresent(url -> requireLike(ADDRESS, "public address", url, "one as https://pictures.example/path"));
        if (token.filter(String::isBlank).isPresent()) {
            throw new InvalidInputException("the token is empty");
        }
        if (token.filter(text -> !SENDABLE.matcher(text).matches()).isPresent()) {
            throw new InvalidInputException(
                    "the token has a blank or a character outside ASCII, which no header carries as it is");
        }
        if (!loopback(host) && token.isEmpty() && !insecure) {
            throw new InvalidInputException("host " + host
                    + " is open to other machines: give a token (CODEVAR_TOKEN or --token-file), or say --insecure");
        }
    }

    private static void requireLike(Pattern legal, String what, String text, String example) {
        if (!legal.matcher(text).matches()) {
            throw new InvalidInputException(what + " '" + text + "' is not legal: it must be " + example);
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

    /** {@return the address as it stands before a port} */
    String hostInAddress() {
        return host.contains(":") ? "[" + bareHost() + "]" : host;
    }

    /** {@return the same on another port} */
    public ServeOptions withPort(int other) {
        return new ServeOptions(host, other, hostNames, token, insecure, publicUrl, limits, grace, strictSize, jsonLog);
    }

    /** {@return the same on another address, open to whoever reaches it or not} */
    public ServeOptions withHost(String other, boolean open) {
        return new ServeOptions(other, port, hostNames, token, open, publicUrl, limits, grace, strictSize, jsonLog);
    }

    /** {@return the same, known under these names} */
    public ServeOptions withHostNames(List<String> names) {
        return new ServeOptions(host, port, names, token, insecure, publicUrl, limits, grace, strictSize, jsonLog);
    }

    /** {@return the same for clients that show this token} */
    public ServeOptions withToken(String wanted) {
        return new ServeOptions(
                host, port, hostNames, Optional.of(wanted), insecure, publicUrl, limits, grace, strictSize, jsonLog);
    }

    /** {@return the same with other limits} */
    public ServeOptions withLimits(ServeLimits others) {
        return new ServeOptions(host, port, hostNames, token, insecure, publicUrl, others, grace, strictSize, jsonLog);
    }

    /** {@return the same, which waits so long for what was promised} */
    public ServeOptions withGrace(Duration other) {
        return new ServeOptions(host, port, hostNames, token, insecure, publicUrl, limits, other, strictSize, jsonLog);
    }
}
