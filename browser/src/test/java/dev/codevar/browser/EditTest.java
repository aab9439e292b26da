package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.FilePayload;
import dev.codevar.EditSource;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Painting on a picture: what is seen striped is what is drawn anew. */
@ExtendWith(InBrowser.class)
class EditTest {
    private final House house;

    EditTest(House house) {
        this.house = house;
    }

    private static Easel open(Visit visit) {
        visit.click("#to-edit");
        byte[] png = PictureFiles.png(Easel.SOURCE, Map.of());
        visit.at("#edit-file").setInputFiles(new FilePayload("green.png", "image/png", png));
        visit.shows("#mask-share", "0% drawn anew");
        return new Easel(visit);
    }

    /** {@return a picture out of the text of another's file} */
    private static Picture inside(byte[] file, String key) {
        String base64 = PictureFiles.text(file, "the download").get(key);
        return PictureFiles.read(Base64.getDecoder().decode(base64), key);
    }

    private static Mask box(int left, int top, int right, int bottom) {
        return Easel.mask((x, y) -> x >= left && x <= right && y >= top && y <= bottom);
    }

    @Test
    void theMaskSentIsTheMaskSeen() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Bag", "code-3", 61, 1);
            Easel easel = open(visit);
            visit.at("#brush-size").fill("3");
            visit.shows("#brush-size-value", "3 px");
            easel.stroke(5, 5, 15, 9);
            Mask brushed = easel.seen();
            assertThat(brushed.regenerate(5, 5)).isTrue();
            assertThat(brushed.regenerate(10, 7)).isTrue();
            assertThat(brushed.regenerate(15, 9)).isTrue();
            assertThat(brushed.regenerate(15, 5)).isFalse();

            visit.click("#tool-box");
            easel.stroke(20, 20, 27, 29);
            Mask both = Easel.mask(
                    (x, y) -> brushed.regenerate(x, y) || box(20, 20, 27, 29).regenerate(x, y));
            assertThat(easel.seen()).as("with a box").isEqualTo(both);
            visit.click("#undo");
            assertThat(easel.seen()).as("without it").isEqualTo(brushed);
            visit.click("#undo");
            assertThat(easel.seen().pixelsToRegenerate()).isZero();
            assertThat(visit.at("#undo")).isDisabled();
            visit.click("#redo");
            visit.click("#redo");
            assertThat(easel.seen()).as("both again").isEqualTo(both);

            visit.click("#tool-eraser");
            easel.stroke(24, 20, 24, 29);
            Mask painted = easel.seen();
            assertThat(painted)
                    .isEqualTo(Easel.mask((x, y) ->
                            both.regenerate(x, y) && !box(23, 19, 25, 31).regenerate(x, y)));
            visit.shows("#mask-share", Math.round(100f * painted.pixelsToRegenerate() / 1024) + "% drawn anew");

            visit.draw();
            byte[] file = visit.download("#edit-download");
            assertThat(inside(file, "codevar-source")).isEqualTo(Easel.SOURCE);
            assertThat(PictureFiles.mask(inside(file, "codevar-mask")))
                    .as("sent")
                    .isEqualTo(painted);
            Picture result = visit.picture(visit.at("#edit-pictures img"));
            assertThat(result).isEqualTo(house.edited("Bag", 61, new EditSource(Easel.SOURCE, painted)));
            assertThat(result.sample(31, 0, 1)).as("kept").isEqualTo(255);

            visit.click("#mask-clear");
            Easel beside = new Easel(visit);
            visit.drop(file, "image/png", "#drop-restore");
            visit.shows("#spoken", "Everything is as it was.");
            assertThat(beside.seen()).as("out of the file").isEqualTo(painted);
            assertThat(visit.picture(visit.at("#edit-pictures img"))).isEqualTo(result);
        }
    }

    @Test
    void theBrushIsUnderThePointerAtEveryZoom() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            Easel easel = open(visit);
            visit.at("#brush-size").fill("1");
            visit.click("#zoom-in");
            visit.click("#zoom-in");
            visit.click("#tool-hand");
            Mouse mouse = visit.page.mouse();
            easel.drag(300, 300, 237, 259);
            visit.click("#tool-brush");
            easel.drag(200, 240, 200, 240);
            mouse.move(0, 0);
            assertThat(easel.green(200, 240)).as("under the pointer").isFalse();
            visit.click("#zoom-fit");
            assertThat(easel.seen().pixelsToRegenerate()).isEqualTo(1);
            visit.shows("#mask-share", "<1% drawn anew");
        }
    }

    @Test
    void theRestIsDrawnAnewAndAReloadKeepsTheMask() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            Easel easel = open(visit);
            visit.click("#start");
            visit.shows("#notice-text", "Paint what shall be drawn anew first.");
            visit.at("#mask-part").selectOption("left");
            assertThat(easel.seen()).isEqualTo(box(0, 0, 15, 31));
            visit.click("#edit-mode label:has-text('The rest')");
            Mask right = box(16, 0, 31, 31);
            assertThat(easel.seen()).isEqualTo(right);
            visit.page.waitForTimeout(600); // it is kept when nothing was painted for a moment
            visit.reload();
            visit.shows("#mask-share", "50% drawn anew");
            assertThat(visit.at("#edit-mode input[value=outside]")).isChecked();
            assertThat(new Easel(visit).seen()).isEqualTo(right);
        }
    }

    @Test
    void keysPaint() {
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            Easel easel = open(visit);
            visit.at("#edit-canvas").focus();
            visit.press("x", "ArrowLeft", "Space", "Shift+ArrowRight", "Shift+ArrowDown", "Space");
            assertThat(easel.seen()).isEqualTo(box(15, 16, 23, 24));
            visit.at("#edit-canvas").focus();
            visit.press("Control+z");
            assertThat(easel.seen().pixelsToRegenerate()).isZero();
            visit.at("#edit-canvas").focus();
            visit.press("Control+Shift+z");
            assertThat(easel.seen()).isEqualTo(box(15, 16, 23, 24));
        }
    }

    @Test
    void fingersPaintAndTwoOfThemDoNot() {
        try (Visit visit = house.visit(Eyes.PHONE).ready()) {
            Easel easel = open(visit);
            visit.at("#edit-canvas").scrollIntoViewIfNeeded();
            CDPSession fingers = visit.page.context().newCDPSession(visit.page);
            touch(fingers, "touchStart", easel.point(5, 5));
            touch(fingers, "touchMove", easel.point(20, 5));
            touch(fingers, "touchEnd");
            visit.shows("#mask-share", Math.round(100f * easel.seen().pixelsToRegenerate() / 1024) + "% drawn anew");
            Mask painted = easel.seen();
            assertThat(painted.regenerate(12, 5)).isTrue();
            touch(fingers, "touchStart", easel.point(10, 20));
            touch(fingers, "touchStart", easel.point(10, 20), easel.point(20, 20));
            touch(fingers, "touchMove", easel.point(5, 20), easel.point(28, 20));
            touch(fingers, "touchEnd");
            visit.click("#zoom-fit");
            assertThat(easel.seen()).as("after a pinch").isEqualTo(painted);
        }
    }

    private static void touch(CDPSession fingers, String type, double[]... points) {
        JsonArray all = new JsonArray();
        for (int id = 0; id < points.length; id++) {
            JsonObject one = new JsonObject();
            one.addProperty("x", points[id][0]);
            one.addProperty("y", points[id][1]);
            one.addProperty("id", id);
            all.add(one);
        }
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", all);
        fingers.send("Input.dispatchTouchEvent", event);
    }
}
