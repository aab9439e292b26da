package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A picture's file says how it was made: dropped on the page it brings everything back. */
@ExtendWith(InBrowser.class)
class RestoreTest {
    private static final String PNG = "image/png";

    private final House house;

    RestoreTest(House house) {
        this.house = house;
    }

    @Test
    void aDownloadDroppedBringsEverythingBack() {
        byte[] file;
        Picture drawn;
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.choose("Trouser", "training-free-3", 88, 2);
            visit.fill("#cfg", 4.5);
            visit.click("summary:has-text('Sampling')");
            visit.fill("#top-k", 200);
            visit.fill("#top-p", 0.9);
            visit.fill("#temperature", 0.8);
            visit.draw();
            visit.at("#draw-pictures .cell").nth(1).click();
            drawn = visit.picture(visit.at("#draw-pictures img").nth(1));
            Download download = visit.page.waitForDownload(() -> visit.click("#draw-download"));
            assertThat(download.suggestedFilename()).isEqualTo("fashion32-trouser-89-training-free-3.png");
            file = Visit.bytes(download);
        }
        assertThat(PictureFiles.read(file, "the download")).isEqualTo(drawn);
        assertThat(PictureFiles.text(file, "the download").get("parameters"))
                .startsWith("Trouser\n")
                .contains("CFG scale: 4.5", "Seed: 89", "Sampler: training-free-3");

        // Another person's browser, which knows nothing of it.
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.drop(file, PNG, "#drop-restore");
            visit.shows("#spoken", "Everything is as it was.");
            visit.hasValue("#class", "Trouser");
            visit.hasValue("#plan", "training-free-3");
            visit.hasValue("#seed", 89);
            visit.hasValue("#count", 1);
            visit.hasValue("#cfg", 4.5);
            visit.hasValue("#top-k", 200);
            visit.hasValue("#top-p", 0.9);
            visit.hasValue("#temperature", 0.8);
            assertThat(visit.at("#new-seed")).not().isChecked();
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(drawn);
            visit.draw();
            assertThat(visit.at("#draw-pictures img")).hasAttribute("alt", "Trouser, seed 89, plan training-free-3");
            assertThat(visit.pictures("#draw-pictures img")).as("drawn again").containsExactly(drawn);
        }
    }

    @Test
    void otherPicturesBecomeSources() {
        byte[] foreign = PictureFiles.png(new Picture(48, 32, new byte[3 * 48 * 32]), Map.of());
        try (Visit visit = house.visit(Eyes.WIDE).ready()) {
            visit.drop(foreign, PNG, "#drop-restore");
            assertThat(visit.at("#notice-text")).hasText(Pattern.compile(".+ It is the source of an edit now\\."));
            assertThat(visit.at("#view-edit")).isVisible();
            visit.shows("#mask-share", "0% drawn anew");
            assertThat(visit.at("#fit-field")).isVisible();
            visit.drop(new byte[] {1, 2, 3}, PNG, "#drop-edit");
            visit.shows("#notice-text", "dropped is no picture that this browser can read.");
            visit.expectComplaints("status of 400");
        }
    }
}
