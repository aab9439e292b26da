package dev.codevar.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import dev.codevar.EditSource;
import dev.codevar.GenerationObserver;
import dev.codevar.picture.Picture;
import dev.codevar.serve.ServeOptions;
import dev.codevar.serve.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A browser and a server, and the library by which a server's pictures are made once more. */
public final class House implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    final TestServer server = TestServer.start();

    House(Path executable) {
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
        return generated(
                server.code.request().plan(plan).classes(label).count(1).seed(seed));
    }

    /** {@return an edit that the library makes by itself, by the default plan} */
    Picture edited(String label, long seed, EditSource edit) {
        return generated(
                server.code.request().classes(label).count(1).seed(seed).edit(edit));
    }

    Picture generated(dev.codevar.Request.Builder request) {
        return server.code
                .generate(request.build(), GenerationObserver.NONE)
                .pictures()
                .get(0)
                .picture();
    }

    /** {@return options of a server that wants a token} */
    static ServeOptions guarded(String token) {
        ServeOptions usual = ServeOptions.DEFAULT;
        return new ServeOptions(
                usual.host(),
                0,
                usual.hostNames(),
                Optional.of(token),
                usual.insecure(),
                usual.publicUrl(),
                usual.mostPictures(),
                usual.mostBytes(),
                usual.mostRequests(),
                usual.deadline(),
                usual.keep(),
                usual.mostKeptBytes(),
                Duration.ofSeconds(5),
                usual.strictSize(),
                usual.jsonLog());
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        server.close();
    }
}
