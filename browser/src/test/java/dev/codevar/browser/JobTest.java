package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.codevar.picture.Picture;
import dev.codevar.serve.Busy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that wait, are cancelled, and are found again after a reload; pictures that stay in the browser. */
@ExtendWith(InBrowser.class)
class JobTest {
    private static final String WAITS = "1 request before this one.";

    private final House house;

    JobTest(House house) {
        this.house = house;
    }

    private String state(String job) {
        return house.server.get("api/jobs/" + job).json().path("state").asText();
    }

    @Test
    void whatWaitsIsCancelled() {
        try (Visit visit = house.visit(Eyes.WIDE).ready();
                Busy busy = new Busy(house.server.code)) {
            visit.choose("Bag", "var", 3, 1);
            String job = visit.start();
            assertThat(visit.at("#draw-line")).hasText(WAITS);
            assertThat(state(job)).isEqualTo("queued");
            visit.click("#cancel");
            visit.idle();
            visit.shows("#draw-line", "Cancelled.");
            assertThat(state(job)).isEqualTo("cancelled");
            assertThat(visit.at("#history")).isHidden();
            visit.reload();
            visit.idle();
            assertThat(visit.at("#notice")).isHidden();
        }
    }

    /** A large picture takes its time to be sent: until then the page does not know the job's name. */
    @Test
    void whatIsBeingSentIsCancelled() {
        try (Visit visit = house.visit(Eyes.WIDE).ready();
                Busy busy = new Busy(house.server.code)) {
            visit.choose("Bag", "var", 3, 1);
            List<Route> sent = new ArrayList<>();
            visit.page.route("**/api/jobs", sent::add);
            visit.click("#start");
            visit.page.waitForCondition(() -> !sent.isEmpty());
            visit.click("#cancel");
            sent.get(0).resume();
            visit.idle();
            visit.shows("#draw-line", "Cancelled.");
            assertThat(busy.held()).as("before its turn").isTrue();
        }
    }

    @Test
    void whatIsDrawnIsCancelledAndTheOldPictureStays() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Bag", "var", 3, 1);
            visit.draw();
            visit.choose("Coat", "var", 4, 64);
            String job = visit.start();
            visit.at("#draw-line")
                    .filter(new Locator.FilterOptions().setHasText("Drawing"))
                    .waitFor();
            visit.click("#cancel");
            visit.idle();
            visit.shows("#draw-line", "Cancelled.");
            assertThat(state(job)).isEqualTo("cancelled");
            visit.shows("#history-count", "1 picture");
        }
    }

    @Test
    void aReloadFindsTheJobAndItsSettings() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Dress", "code-2", 21, 2);
            try (Busy busy = new Busy(house.server.code)) {
                String job = visit.start();
                assertThat(visit.at("#draw-line")).hasText(WAITS);
                visit.reload();
                assertThat(visit.at("#cancel")).isVisible();
                assertThat(visit.at("#draw-line")).hasText(WAITS);
                assertThat(state(job)).isEqualTo("queued");
            }
            visit.count("#history .kept", 2);
            visit.idle();
            assertThat(visit.pictures("#draw-pictures img"))
                    .containsExactly(house.drawn("code-2", "Dress", 21), house.drawn("code-2", "Dress", 22));
            visit.hasValue("#class", "Dress");
            visit.hasValue("#plan", "code-2");
            visit.hasValue("#seed", 21);
            visit.hasValue("#count", 2);
            visit.reload();
            visit.count("#draw-pictures img", 2);
            visit.shows("#history-count", "2 pictures");
        }
    }

    @Test
    void whatWasDrawnStaysInTheBrowser() {
        Picture bag = house.drawn("var", "Bag", 31);
        Picture shirt = house.drawn("small", "Shirt", 32);
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Bag", "var", 31, 1);
            visit.draw();
            visit.choose("Shirt", "small", 32, 1);
            visit.draw();
            visit.count("#history .kept", 2);
            visit.reload();
            visit.count("#history .kept", 2);
            assertThat(visit.pictures("#history .kept img")).containsExactly(shirt, bag);
            visit.at("#history .kept").last().click();
            visit.hasValue("#class", "Bag");
            visit.hasValue("#plan", "var");
            visit.hasValue("#seed", 31);
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(bag);
            visit.at("#history .remove").last().click();
            visit.shows("#history-count", "1 picture");
            visit.reload();
            visit.count("#history .kept", 1);
            assertThat(visit.pictures("#history .kept img")).containsExactly(shirt);
        }
    }
}
