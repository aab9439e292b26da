package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import dev.codevar.serve.Busy;
import dev.codevar.serve.TestServer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page and its server: refusals, a token, another path, lines that are cut. */
@ExtendWith(InBrowser.class)
class ServiceTest {
    private final House house;

    ServiceTest(House house) {
        this.house = house;
    }

    @Test
    void whatTheServerRefusesIsOneLine() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Bag", "var", 1, 1);
            visit.fill("#cfg", 1e12);
            visit.click("#start");
            assertThat(visit.at("#notice-text")).hasText(Pattern.compile("cfg .* is not between 0 and .*"));
            assertThat(visit.text("#notice-text")).doesNotContain("\n");
            visit.fill("#cfg", 2);
            visit.click("summary:has-text('Sampling')");
            visit.fill("#top-k", 3_000_000_000L);
            visit.click("#start");
            assertThat(visit.at("#top-k")).hasAttribute("aria-invalid", "true");
            assertThat(visit.at("#notice-text")).containsText("top_k");
            visit.fill("#top-k", 0);
            visit.fill("#seed", 1.5);
            visit.hasValue("#seed", 1);
            visit.draw();
            assertThat(visit.at("#notice")).isHidden();
            assertThat(visit.at("#top-k")).not().hasAttribute("aria-invalid", "true");
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(house.drawn("var", "Bag", 1));
            visit.page.route("**/api/jobs", ServiceTest::tooMany);
            visit.click("#start");
            visit.shows("#notice-text", "The queue is full. Try again in 7 s.");
            visit.shows("#draw-line", "Not drawn.");
            assertThat(visit.pictures("#draw-pictures img")).as("the old one").hasSize(1);
            visit.expectComplaints("status of 400", "status of 429");
        }
    }

    /** What a server says whose queue is full. */
    private static void tooMany(Route route) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(429)
                .setContentType("application/problem+json")
                .setHeaders(Map.of("Retry-After", "7"))
                .setBody("{\"status\":429,\"detail\":\"The queue is full.\",\"param\":null,\"code\":\"queue_full\"}"));
    }

    @Test
    void theTokenIsAskedForOnce() {
        try (TestServer guarded = TestServer.start(House.guarded("secret"));
                Visit visit = house.visit(Eyes.WIDE, guarded.server.address())) {
            visit.at("#token-dialog[open]").waitFor();
            // The second one no header can carry.
            for (String wrong : List.of("wrong", "s\u2192ecret")) {
                visit.at("#token").fill(wrong);
                visit.press("Enter");
                visit.at("#token-dialog[open]").waitFor();
                visit.hasValue("#token", "");
            }
            visit.at("#token").fill("secret");
            visit.press("Enter");
            visit.ready();
            assertThat(visit.at("#token-dialog")).isHidden();
            visit.choose("Coat", "var", 6, 1);
            visit.draw();
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(house.drawn("var", "Coat", 6));
            visit.reload();
            visit.count("#draw-pictures img", 1);
            assertThat(visit.at("#token-dialog")).isHidden();
            visit.expectComplaints("status of 401");
        }
    }

    @Test
    void itWorksBelowAPathBehindAProxy() {
        try (SubPath proxy = new SubPath(house.address(), "/sd");
                Visit visit = house.visit(Eyes.WIDE, proxy.address()).ready()) {
            visit.choose("Sneaker", "code-3", 7, 1);
            visit.draw();
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(house.drawn("code-3", "Sneaker", 7));
            visit.drop(visit.download("#draw-download"), "image/png", "#drop-restore");
            visit.shows("#spoken", "Everything is as it was.");
            visit.click("#draw-edit");
            visit.at("#mask-part").selectOption("left");
            visit.draw();
            visit.count("#edit-pictures img", 1);
            visit.shows("#history-count", "2 pictures");
        }
    }

    @Test
    void aLineThatIsCutLosesNothing() {
        try (SubPath proxy = new SubPath(house.address(), "/sd");
                Visit visit = house.visit(Eyes.WIDE, proxy.address()).ready()) {
            visit.choose("Shirt", "code-4", 8, 1);
            try (Busy busy = new Busy(house.server.code)) {
                visit.start();
                visit.shows("#draw-line", "1 request before this one.");
                proxy.refuse(true);
                visit.shows("#draw-line", "The server does not answer; asking again.");
                proxy.refuse(false);
                visit.shows("#draw-line", "1 request before this one.");
            }
            visit.idle();
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(house.drawn("code-4", "Shirt", 8));
            proxy.refuse(true);
            visit.click("#start");
            visit.shows("#notice-text", "The server does not answer. Is it still running?");
            visit.expectComplaints("net::ERR_");
        }
    }
}
