package dev.codevar.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.codevar.serve.Busy;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Makes the README's pictures of the page anew, into the folder that {@code -Dscreenshots} names. */
@ExtendWith(InBrowser.class)
@EnabledIfSystemProperty(named = "screenshots", matches = ".+", disabledReason = "pictures are made when asked for")
class ScreenshotsTest {
    private static final Path FOLDER = Path.of(System.getProperty("screenshots", ""));

    private final House house;

    ScreenshotsTest(House house) {
        this.house = house;
    }

    private Visit visit(Eyes eyes) {
        Visit visit = house.visit(eyes.moving()).ready();
        // Much else first, so that the times are those of a server that is warm.
        for (String plan : new String[] {"code-3", "code-5", "var"}) {
            visit.choose("Bag", plan, 1, 64);
            visit.draw();
        }
        // From here on every job waits until it is watched: a small model may be done with its first scales before.
        Deque<Busy> before = new ArrayDeque<>();
        visit.page.route("**/api/jobs", route -> {
            before.add(new Busy(house.server.code));
            route.resume();
        });
        visit.page.onResponse(response -> {
            if (response.url().endsWith("/events")) {
                before.remove().close();
            }
        });
        return visit;
    }

    private static void shoot(Visit visit, String name) {
        visit.page.mouse().move(0, 0);
        visit.page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }");
        visit.page.waitForTimeout(400);
        visit.page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name)));
    }

    @Test
    void drawnAndCompared() {
        try (Visit visit = visit(Eyes.WIDE.sized(1280, 912))) {
            visit.choose("Sneaker", "code-3", 7, 4);
            visit.fill("#cfg", 4);
            visit.draw();
            shoot(visit, "page.png");
            visit.choose("Ankle boot", "code-3", 7, 1);
            visit.draw();
            visit.click("#draw-compare");
            visit.count(".card .speed:has-text('as fast as')", 2);
            visit.idle();
            visit.page.setViewportSize(1280, 640);
            shoot(visit, "page-compare.png");
        }
    }

    @Test
    void onAPhone() {
        try (Visit visit = visit(Eyes.PHONE.in(ColorScheme.DARK))) {
            visit.choose("Ankle boot", "code-3", 8, 1);
            visit.fill("#cfg", 4);
            visit.draw();
            shoot(visit, "page-phone.png");
        }
    }
}
