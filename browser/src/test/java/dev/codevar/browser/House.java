package dev.codevar.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.codevar.EditSource;
import dev.codevar.picture.Picture;
import dev.codevar.serve.ServeOptions;
import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A browser and a server, and the library by which a server's pictures are made once more. */
public final class House implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    final TestServer server = TestServer.start();

    House(Path executable) {
        PlaywrightAssertions.setDefaultAssertionTimeout(Visit.PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--disable-gpu")));
    }

    /** {@return a new window at the server's page} */
    Visit visit(Eyes eyes) {
        return visit(eyes, address());
    }

    /** {@return a new window at another address} */
    Visit visit(Eyes eyes, String address) {
        return new Visit(browser, eyes, address);
    }

    /** {@return where the page lies, with a slash at the end} */
    String address() {
        return server.server.address();
    }

    /** {@return the picture that the library makes by itself, with the set's own defaults} */
    Picture drawn(String plan, String label, long seed) {
        return TestPictures.drawn(server.code, plan, label, seed);
    }

    /** {@return an edit that the library makes by itself, by the default plan} */
    Picture edited(String label, long seed, EditSource edit) {
        return TestPictures.drawn(
                server.code, request -> request.classes(label).seed(seed).edit(edit));
    }

    /** {@return options of a server that wants a token} */
    static ServeOptions guarded(String token) {
        return ServeOptions.DEFAULT.withToken(token).withGrace(Duration.ofSeconds(5));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        server.close();
    }
}
