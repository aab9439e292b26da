package dev.codevar.serve.openai;

import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.http.Routes;
import dev.codevar.serve.http.WebExchange;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;

/** Files that are fetched by an address that nobody guesses, for a while; so they need no token. */
public final class Hosted {
    private static final int NAME_BYTES = 24;
    private static final String PATH = OpenAi.PREFIX + "files/";

    private final Duration keep;
    private final long mostBytes;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, HostedFile> files = new LinkedHashMap<>();
    private long bytes;

    /** A file, and when it was made. */
    private static final class HostedFile {
        final byte[] content;
        final String type;
        final long made = System.nanoTime();

        HostedFile(byte[] content, String type) {
            this.content = content;
            this.type = type;
        }
    }

    /**
     * @param keep for how long
     * @param mostBytes how many bytes in all: when more come, the oldest go
     */
    public Hosted(Duration keep, long mostBytes) {
        this.keep = keep;
        this.mostBytes = mostBytes;
    }

    void addTo(Routes routes) {
        routes.addOpen("GET", PATH + "{name}", (exchange, named) -> answer(exchange, named.getOrDefault("name", "")));
    }

    /** {@return the paths under which the files of one answer are found from now on: all of them, however large they are} */
    synchronized List<String> put(List<byte[]> contents, String type) {
        long coming = contents.stream().mapToLong(content -> content.length).sum();
        forgetOld(mostBytes - coming);
        List<String> paths = new ArrayList<>();
        for (byte[] content : contents) {
            byte[] name = new byte[NAME_BYTES];
            random.nextBytes(name);
            String text = HexFormat.of().formatHex(name);
            files.put(text, new HostedFile(content, type));
            paths.add(PATH + text);
        }
        bytes += coming;
        return paths;
    }

    /**
     * @param most how many bytes of files that are not too old may stay
     */
    private synchronized void forgetOld(long most) {
        long now = System.nanoTime();
        Iterator<HostedFile> oldest = files.values().iterator();
        while (oldest.hasNext()) {
            HostedFile file = oldest.next();
            if (bytes <= most && now - file.made <= keep.toNanos()) {
                return;
            }
            oldest.remove();
            bytes -= file.content.length;
        }
    }

    private void answer(WebExchange exchange, String name) {
        // Whoever fetches the first picture of an answer wants the others too.
        forgetOld(Long.MAX_VALUE);
        HostedFile file;
        synchronized (this) {
            file = files.get(name);
        }
        if (file == null) {
            throw new Refusal(404, "not_found", null, "there is no such file, or no longer");
        }
        // Pages of others show these: that is what they are for.
        exchange.with("Cross-Origin-Resource-Policy", "cross-origin")
                .with(HttpHeader.CACHE_CONTROL, "private, max-age=" + keep.toSeconds())
                .bytes(200, file.type, file.content);
    }
}
