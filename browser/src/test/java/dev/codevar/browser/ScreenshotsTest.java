package dev.codevar.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
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

    private static void shoot(Visit visit, String name) {
        visit.page.mouse().move(0, 0);
        visit.page.evaluate("document.activeElement.blur()");
        visit.page.screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(name)));
    }

    @Test
    void drawnAndCompared() {
        try (Visit visit = house.visit(Eyes.WIDE.sized(1280, 860).moving()).ready()) {
            // Two strangers' worth of work first, so that times are those of a server that is warm.
            visit.choose("Bag", "var", 1, 16);
            visit.draw();
            visit.reload();
            visit.choose("Sneaker", "code-3", 7, 4);
            visit.fill("#cfg", 4);
            visit.draw();
            visit.page.waitForTimeout(300);
            shoot(visit, "page.png");
            visit.choose("Ankle boot", "code-3", 7, 1);
            visit.draw();
            visit.click("#draw-compare");
            visit.count(".card .speed:has-text('as fast as')", 2);
            visit.idle();
            visit.page.waitForTimeout(300);
            shoot(visit, "page-compare.png");
        }
    }

    @Test
    void onAPhone() {
        try (Visit visit = house.visit(Eyes.PHONE.in(ColorScheme.DARK).moving()).ready()) {
            visit.choose("Ankle boot", "code-3", 7, 1);
            visit.fill("#cfg", 4);
            visit.draw();
            visit.page.evaluate("scrollTo(0, 0)");
            visit.page.waitForTimeout(300);
            shoot(visit, "page-phone.png");
        }
    }
}
