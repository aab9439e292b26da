package dev.codevar.serve.http;

import dev.codevar.file.Sha256;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;

/** The files of the page, which come with the program. */
public final class Page {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+(\\.[a-z]+)+");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private Page() {}

    /** Adds the page at the root of a server. */
    public static void addTo(Routes routes) {
        routes.addOpen("GET", "/", (exchange, named) -> answer(exchange, "index.html"));
        routes.addOpen(
                "GET",
                "/openapi.yaml",
                (exchange, named) -> exchange.bytes(200, "application/yaml", bytes("/dev/codevar/serve/openapi.yaml")));
        routes.addOpen("GET", "/{file}", (exchange, named) -> answer(exchange, named.getOrDefault("file", "")));
    }

    private static void answer(WebExchange exchange, String file) {
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !NAME.matcher(file).matches()) {
            throw missing(file);
        }
        byte[] content = bytes("/dev/codevar/serve/page/" + file);
        // Files of two versions of the program must never meet in a browser.
        Sha256 hash = new Sha256();
        hash.add(ByteBuffer.wrap(content));
        String tag = '"' + hash.hex() + '"';
        exchange.with("Content-Security-Policy", POLICY)
                .with(HttpHeader.CACHE_CONTROL, "no-cache")
                .with(HttpHeader.ETAG, tag);
        if (exchange.header(HttpHeader.IF_NONE_MATCH).filter(tag::equals).isPresent()) {
            exchange.empty(304);
        } else {
            exchange.bytes(200, type, content);
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw missing(resource.substring(resource.lastIndexOf('/') + 1));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Refusal missing(String file) {
        return new Refusal(404, "not_found", null, "there is no /" + Values.shown(file));
    }
}
