package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import dev.codevar.serve.Busy;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same seed under several plans, side by side. */
@ExtendWith(InBrowser.class)
class CompareTest {
    private final House house;

    CompareTest(House house) {
        this.house = house;
    }

    private static Locator card(Visit visit, String plan) {
        return visit.at(".card[data-plan='" + plan + "']");
    }

    private static double seconds(Locator card) {
        String[] words = card.locator(".seconds").innerText().split(" ", -1);
        return Double.parseDouble(words[0]) * (words[1].equals("ms") ? 1e-3 : 1);
    }

    @Test
    void plansAreComparedByTheSameSeed() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Pullover", "code-2", 50, 1);
            visit.draw();
            visit.click("#draw-compare");
            List<String> plans = List.of("var", "code-5", "code-3", "code-2");
            visit.count(".card", plans.size());
            visit.idle();
            for (String plan : plans) {
                assertThat(visit.picture(card(visit, plan).locator(".pictures img")))
                        .as(plan)
                        .isEqualTo(house.drawn(plan, "Pullover", 50));
            }
            assertThat(card(visit, "var").locator(".speed")).hasText("the reference");
            double reference = seconds(card(visit, "var"));
            for (String plan : plans.subList(1, plans.size())) {
                Locator card = card(visit, plan);
                assertThat(card.locator(".speed")).hasText(Pattern.compile("[\\d.]+× as fast as VAR"));
                double times =
                        Double.parseDouble(card.locator(".speed").innerText().split("×", -1)[0]);
                double own = seconds(card);
                // Both are shown with two digits at least.
                assertThat(times * own).as(plan).isCloseTo(reference, within(0.06 * own + 0.12 * reference));
            }
            visit.shows("#history-count", "5 pictures");

            List<String> before = visit.at(".card .numbers").allInnerTexts();
            visit.reload();
            visit.count(".card .speed:has-text('as fast as')", plans.size() - 1);
            assertThat(visit.at(".card .numbers").allInnerTexts()).isEqualTo(before);
            visit.shows("#history-count", "5 pictures");
        }
    }

    @Test
    void plansAreChosenAndAReloadGoesOn() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Sandal", "code-3", 51, 2);
            visit.click("#to-compare");
            for (int left = visit.at("#compared input:checked").count(); left > 0; left--) {
                visit.at("#compared input:checked").first().click();
            }
            visit.at("#compared input[value=small]").check();
            visit.click("#start");
            visit.shows("#notice-text", "Choose at least two plans to compare.");
            visit.at("#compared input[value=training-free-4]").check();
            try (Busy busy = new Busy(house.server.code)) {
                visit.start();
                assertThat(visit.at("#notice")).isHidden();
                visit.reload();
                assertThat(visit.at("#cancel")).isVisible();
            }
            visit.count(".card .seconds:has-text('s')", 2);
            visit.idle();
            for (String plan : List.of("small", "training-free-4")) {
                assertThat(card(visit, plan).locator(".pictures img").all().stream()
                                .map(visit::picture))
                        .as(plan)
                        .containsExactly(house.drawn(plan, "Sandal", 51), house.drawn(plan, "Sandal", 52));
            }
        }
    }
}
