package dev.codevar.serve.http;

import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Who is let in: before anything of a request but its head is read. A page of another origin can make a browser send requests to a server
 * on its own machine or in its own network, by name tricks (DNS rebinding) too; so hosts and origins are checked, and not only tokens. Such a
 * trick needs a name: an address as such is always what it says. And it cannot bring a token.
 */
public final class Guard {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");
    private static final String BEARER = "bearer ";

    private final boolean loopback;
    private final String ownHost;
    private final Set<String> names;
    private final Optional<byte[]> tokenHash;

    /**
     * @param loopback whether the server listens to its own machine alone: then only that machine's names are hosts
     * @param ownHost where it listens, as addresses have it
     * @param names further ones under which it is known, on any port: behind a proxy say
     * @param token what clients have to show, if anything
     */
    public Guard(boolean loopback, String ownHost, List<String> names, Optional<String> token) {
        this.loopback = loopback;
        this.ownHost = ownHost.toLowerCase(Locale.ROOT);
        this.names = Set.copyOf(
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
        this.tokenHash = token.map(Guard::hash);
    }

    /**
     * Lets a request in, or not.
     *
     * @param open whether it needs no token
     * @throws Refusal 403 for another host or origin, 401 without the token
     */
    public void check(WebExchange exchange, boolean open) {
        String host = exchange.header(HttpHeader.HOST).orElse("").toLowerCase(Locale.ROOT);
        requireHost(host);
        if (!SAFE.contains(exchange.method())) {
            requireOwnOrigin(exchange, host);
        }
        if (!open) {
            tokenHash.ifPresent(wanted -> requireToken(exchange, wanted));
        }
    }

    private void requireHost(String host) {
        String name = withoutPort(host);
        boolean known = LOCAL.contains(name) || ownHost.equals(name) || names.contains(name);
        boolean beyond =
                !loopback && (tokenHash.isPresent() || ADDRESS.matcher(name).matches());
        if (!known && !beyond) {
            throw new Refusal(
                    403,
                    "foreign_host",
                    null,
                    "this server is not known as '" + Values.shown(name) + "' (--host-name lets it be)");
        }
    }

    private void requireOwnOrigin(WebExchange exchange, String host) {
        Optional<String> origin = exchange.header(HttpHeader.ORIGIN).map(text -> text.toLowerCase(Locale.ROOT));
        boolean foreign = origin.isPresent() && !own(origin.get(), host);
        boolean crossSite =
                exchange.header("Sec-Fetch-Site").filter("cross-site"::equals).isPresent();
        if (foreign || crossSite) {
            throw new Refusal(403, "foreign_origin", null, "a page of another origin may not do this");
        }
    }

    /** Another port of the same machine is somebody else's page. */
    private boolean own(String origin, String host) {
        int slashes = origin.indexOf("://");
        String authority = slashes < 0 ? "" : origin.substring(slashes + 3);
        return !authority.isEmpty() && (authority.equals(host) || names.contains(withoutPort(authority)));
    }

    private static String withoutPort(String host) {
        return host.replaceFirst(":\\d*$", "");
    }

    private static void requireToken(WebExchange exchange, byte[] wanted) {
        String given = exchange.header(HttpHeader.AUTHORIZATION).orElse("");
        boolean bearer = given.toLowerCase(Locale.ROOT).startsWith(BEARER);
        String token = bearer ? given.substring(BEARER.length()).strip() : "";
        // Of hashes, so that neither the length nor the first difference shows in the time it takes.
        if (!MessageDigest.isEqual(hash(token), wanted)) {
            exchange.with(HttpHeader.WWW_AUTHENTICATE, "Bearer");
            throw new Refusal(401, "invalid_api_key", null, "this server wants a token: Authorization: Bearer TOKEN");
        }
    }

    private static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
