package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.codevar.picture.Picture;
import dev.codevar.serve.Busy;
import dev.codevar.serve.TestPictures;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way from a class to its pictures, seen growing. */
@ExtendWith(InBrowser.class)
class DrawTest {
    /** What the ladder looked like, in order: a letter for each scale, d for done and n for the next one. */
    private static final String WATCH = "() => { window.seen = []; window.previews = new Set();"
            + " const ladder = document.getElementById('draw-ladder');"
            + " const state = ({ classList: c }) => c.contains('done') ? 'd' : c.contains('next') ? 'n' : '.';"
            + " const note = () => {"
            + "  const now = [...ladder.querySelectorAll('.rung')].map(state).join('');"
            + "  if (window.seen.at(-1) !== now) window.seen.push(now);"
            + "  const image = document.querySelector('#draw-pictures img');"
            + "  if (image?.src.startsWith('data:')) window.previews.add(image.src); };"
            + " new MutationObserver(note).observe(document.getElementById('draw-sheet'),"
            + "  { subtree: true, childList: true, attributes: true, attributeFilter: ['class', 'src'] }); }";

    private final House house;

    DrawTest(House house) {
        this.house = house;
    }

    @Test
    void picturesAreAsChosenByKeyboard() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.at("#class").focus();
            visit.page.keyboard().type("ank");
            assertThat(visit.at("#class")).hasAttribute("aria-expanded", "true");
            visit.count("#class-list [role=option]", 1);
            assertThat(visit.at("#class")).hasAttribute("aria-activedescendant", "class-option-0");
            visit.press("Enter");
            visit.hasValue("#class", "Ankle boot");
            assertThat(visit.at("#class-list")).isHidden();

            visit.at("#plan").selectOption("training-free-2");
            visit.shows("#plan-words", "large makes scales 1–2, small makes scales 3–6.");
            visit.at("#hand-over").focus();
            visit.press("ArrowRight");
            visit.hasValue("#plan", "training-free-3");
            visit.press("End");
            visit.hasValue("#plan", "var");
            visit.at("#plan").selectOption("code-4");

            visit.fill("#seed", 77);
            visit.fill("#cfg", 3.5);
            visit.fill("#count", 1);
            visit.click("#more");
            visit.click("#more");
            visit.at("#class").focus();
            visit.press("Enter");
            visit.count("#draw-pictures img", 3);
            visit.idle();
            visit.count("#draw-pictures img[alt^='Ankle boot, seed']", 3);
            assertThat(visit.text("#draw-line")).matches("3 pictures in \\d.*s\\.");
            for (int i = 0; i < 3; i++) {
                Locator image = visit.at("#draw-pictures img").nth(i);
                assertThat(image).hasAttribute("alt", "Ankle boot, seed " + (77 + i) + ", plan code-4");
                long seed = 77L + i;
                Picture alone = TestPictures.drawn(
                        house.server.code,
                        request -> request.plan("code-4")
                                .classes("Ankle boot")
                                .cfg(3.5)
                                .seed(seed));
                assertThat(visit.picture(image)).isEqualTo(alone);
            }
        }
    }

    @Test
    void severalClassesTakeTurns() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Bag", "var", 5, 2);
            visit.click("#class-add");
            visit.page.keyboard().type("coat");
            visit.press("Enter");
            visit.hasValue("#class", "2 classes, taking turns");
            visit.draw();
            assertThat(visit.pictures("#draw-pictures img"))
                    .containsExactly(house.drawn("var", "Bag", 5), house.drawn("var", "Coat", 6));
        }
    }

    @Test
    void itGrowsScaleByScale() {
        try (Visit visit = house.visit(Eyes.WIDE.moving()).ready()) {
            visit.choose("Sneaker", "code-3", 12, 1);
            visit.page.evaluate(WATCH);
            try (Busy busy = new Busy(house.server.code)) {
                visit.start();
                visit.at("#draw-line")
                        .filter(new Locator.FilterOptions().setHasText("before this one"))
                        .waitFor();
            }
            visit.idle();
            assertThat((List<?>) visit.page.evaluate("window.seen"))
                    .as("how it grew")
                    .isEqualTo(List.of("......", "n.....", "dn....", "ddn...", "dddn..", "ddddn.", "dddddn", "dddddd"));
            assertThat((int) visit.page.evaluate("window.previews.size"))
                    .as("previews")
                    .isBetween(3, 6);
            assertThat(visit.at("#draw-ladder .bracket.drafter")).hasText("drafter3");
            assertThat(visit.at("#draw-ladder .bracket.refiner")).hasText("refiner3");
            for (int scale = 0; scale < 6; scale++) {
                Locator rung = visit.at("#draw-ladder .rung").nth(scale);
                String role = scale < 3 ? "drafter" : "refiner";
                assertThat(rung).hasClass(Pattern.compile("\\b" + role + "\\b"));
                assertThat(rung).containsText("Scale " + (scale + 1) + " of 6, by " + role + "3");
                assertThat(rung.locator(".ms")).hasText(Pattern.compile("\\d.* m?s"));
            }
            assertThat(visit.at("#draw-ladder .timebar"))
                    .hasAttribute("aria-label", Pattern.compile(".+ in the models: drafter3 .+s, refiner3 .+s"));

            Picture finished = house.drawn("code-3", "Sneaker", 12);
            Locator image = visit.at("#draw-pictures img");
            assertThat(visit.picture(image)).isEqualTo(finished);
            visit.at("#draw-ladder .rung button:enabled").first().click();
            assertThat(image).hasAttribute("src", Pattern.compile("data:.*"));
            assertThat(visit.picture(image)).as("a coarse scale").isNotEqualTo(finished);
            visit.at("#draw-ladder .rung button[aria-pressed=true]").click();
            assertThat(visit.picture(image)).as("the finished one").isEqualTo(finished);
            visit.click("#draw-replay");
            assertThat(visit.at("#draw-ladder .rung button[aria-pressed=true]")).isVisible();
            visit.at("#draw-ladder .rung button[aria-pressed=true]")
                    .waitFor(new Locator.WaitForOptions()
                            .setState(com.microsoft.playwright.options.WaitForSelectorState.DETACHED));
            assertThat(visit.picture(image)).as("grown again").isEqualTo(finished);
        }
    }
}
