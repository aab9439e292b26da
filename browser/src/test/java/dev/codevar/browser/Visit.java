package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * One window at the page. When it is closed, nothing may have gone wrong that people do not see: no error in the console, no request to
 * anywhere but below the page's address.
 */
final class Visit implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 30_000;

    final Page page;
    private final BrowserContext context;
    private final String address;
    private final List<String> complaints = new ArrayList<>();

    Visit(Browser browser, Eyes eyes, String address) {
        this.address = address;
        context = browser.newContext(eyes.options());
        context.setDefaultTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (request.url().startsWith("http") && !request.url().startsWith(address)) {
                complaints.add("a request to " + request.url());
            }
        });
        page.navigate(address);
    }

    /** Waits until the page is up. */
    Visit ready() {
        page.waitForSelector("body[data-ready]");
        return this;
    }

    Visit reload() {
        page.reload();
        return ready();
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    void click(String selector) {
        at(selector).click();
    }

    void fill(String selector, Object value) {
        at(selector).fill(String.valueOf(value));
        at(selector).blur();
    }

    void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    String text(String selector) {
        return at(selector).innerText();
    }

    void shows(String selector, String text) {
        assertThat(at(selector)).hasText(text, new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE_MILLIS));
    }

    void hasValue(String selector, Object value) {
        assertThat(at(selector)).hasValue(String.valueOf(value));
    }

    void count(String selector, int count) {
        assertThat(at(selector)).hasCount(count);
    }

    /** Sets what every picture hangs on, by the controls. */
    void choose(String label, String plan, long seed, int count) {
        click("#class");
        page.keyboard().type(label);
        press("Enter");
        at("#plan").selectOption(plan);
        fill("#seed", seed);
        fill("#count", count);
    }

    /** Presses the button, and gives the job's id. */
    String start() {
        String answer = page.waitForResponse(
                        response -> response.request().method().equals("POST")
                                && response.url().endsWith("api/jobs"),
                        () -> click("#start"))
                .text();
        return dev.codevar.serve.TestServer.parse(answer).path("id").asText();
    }

    /** Waits until nothing is drawn any more. */
    void idle() {
        assertThat(at("#start")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Draws what is chosen, to the end. */
    void draw() {
        start();
        idle();
    }

    /** {@return the picture that an {@code img} shows, as the browser has decoded it} */
    Picture picture(Locator image) {
        Object address = image.evaluate("async image => {"
                + " await image.decode();"
                + " const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);"
                + " canvas.getContext('2d').drawImage(image, 0, 0);"
                + " const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());"
                + " return btoa(String.fromCharCode(...bytes)); }");
        return PictureFiles.read(Base64.getDecoder().decode((String) address), "what is shown");
    }

    /** {@return the pictures that are shown, in their order} */
    List<Picture> pictures(String selector) {
        return at(selector).all().stream().map(this::picture).toList();
    }

    byte[] download(String link) {
        return bytes(page.waitForDownload(() -> click(link)));
    }

    static byte[] bytes(Download download) {
        try (InputStream in = download.createReadStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drags a file over the page and drops it. */
    void drop(byte[] file, String type, String target) {
        JSHandle transfer = page.evaluateHandle(
                "([data, type]) => {"
                        + " const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0));"
                        + " const transfer = new DataTransfer();"
                        + " transfer.items.add(new File([bytes], 'dropped', { type }));"
                        + " return transfer; }",
                List.of(Base64.getEncoder().encodeToString(file), type));
        Map<String, Object> event = Map.of("dataTransfer", transfer);
        page.dispatchEvent("body", "dragenter", event);
        assertThat(at("#drop")).isVisible();
        page.dispatchEvent(target, "dragover", event);
        page.dispatchEvent(target, "drop", event);
        assertThat(at("#drop")).isHidden();
    }

    /** Passes over what browsers say in the console of answers that a test brought about: some of it must have come. */
    void expectComplaints(String... parts) {
        for (String part : parts) {
            org.assertj.core.api.Assertions.assertThat(complaints)
                    .as("complaints")
                    .anyMatch(complaint -> complaint.contains(part));
            complaints.removeIf(complaint -> complaint.contains(part));
        }
    }

    @Override
    public void close() {
        context.close();
        org.assertj.core.api.Assertions.assertThat(complaints)
                .as("complaints at " + address)
                .isEmpty();
    }
}
