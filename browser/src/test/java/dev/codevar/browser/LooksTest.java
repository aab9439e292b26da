package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every view in three sizes, light and dark: axe finds nothing, and nothing is wider than the window. */
@ExtendWith(InBrowser.class)
class LooksTest {
    /** A line for each rule that is broken, with the first element that breaks it. */
    private static final String RUN_AXE = "async () => {"
            + " const found = await axe.run(document, { resultTypes: ['violations'] });"
            + " return found.violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes[0].html}`); }";

    private final House house;
    private final String axe;

    LooksTest(House house) throws IOException {
        this.house = house;
        try (InputStream in = Objects.requireNonNull(LooksTest.class.getResourceAsStream("/axe.min.js"))) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyViewIsForEverybody(ColorScheme scheme) {
        try (Visit visit = house.visit(Eyes.WIDE.in(scheme)).ready()) {
            visit.page.evaluate(axe);
            look(visit, "nothing drawn yet");
            visit.choose("Dress", "code-3", 9, 4);
            visit.draw();
            look(visit, "drawn");
            visit.click("#draw-compare");
            visit.count(".card .speed:has-text('as fast as')", 2);
            visit.idle();
            look(visit, "compared");
            visit.click("#to-draw");
            visit.click("#draw-edit");
            visit.at("#mask-part").selectOption("lower");
            visit.draw();
            visit.click("summary:has-text('Edge of the edit')");
            visit.fill("#cfg", 1e12);
            visit.click("#start");
            assertThat(visit.at("#notice")).isVisible();
            visit.click("#class");
            visit.page.keyboard().type("s");
            assertThat(visit.at("#class-list")).isVisible();
            look(visit, "edited, an error, classes found");
            visit.expectComplaints("status of 400");
        }
    }

    @Test
    void theColoursAreChosenAndKept() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.click("#theme");
            assertThat(visit.at("#theme")).hasAttribute("aria-pressed", "true");
            Object dark = visit.page.evaluate("getComputedStyle(document.body).backgroundColor");
            visit.reload();
            assertThat(visit.page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark);
            visit.click("#theme");
            assertThat(visit.page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isNotEqualTo(dark);
        }
    }

    private static void look(Visit visit, String what) {
        for (Eyes eyes : List.of(Eyes.TABLET, Eyes.PHONE, Eyes.WIDE)) {
            visit.page.setViewportSize(eyes.width(), eyes.height());
            int wider = (int) visit.page.evaluate("document.documentElement.scrollWidth - innerWidth");
            assertThat(wider)
                    .as("pixels wider than a window of " + eyes.width() + ", " + what)
                    .isLessThanOrEqualTo(0);
            if (!eyes.equals(Eyes.TABLET)) {
                assertThat((List<?>) visit.page.evaluate(RUN_AXE))
                        .as("axe, " + eyes.width() + " wide, " + what)
                        .isEmpty();
            }
        }
    }

    /** Who presses the button at the foot of the page would not see what stands at its head. */
    @Test
    void onAPhoneAnErrorIsSeen() {
        try (Visit visit = house.visit(Eyes.PHONE).ready()) {
            visit.fill("#cfg", 1e12);
            visit.page.evaluate("scrollTo(0, document.body.scrollHeight)");
            visit.click("#start");
            assertThat(visit.at("#notice")).isInViewport();
            visit.expectComplaints("status of 400");
        }
    }

    @Test
    void onAPhoneThePictureIsFirst() {
        try (Visit visit = house.visit(Eyes.PHONE).ready()) {
            visit.choose("Dress", "code-3", 9, 1);
            visit.draw();
            double top = visit.at("#draw-pictures").boundingBox().y;
            assertThat(top)
                    .isBetween(0.0, 200.0)
                    .isLessThan(visit.at("#settings").boundingBox().y);
        }
    }
}
