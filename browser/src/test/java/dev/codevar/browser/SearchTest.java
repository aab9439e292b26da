package dev.codevar.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.picture.Picture;
import dev.codevar.serve.ServeOptions;
import dev.codevar.serve.TestPictures;
import dev.codevar.serve.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One class is found among ImageNet's thousand, on a server of several model sets. */
@ExtendWith(InBrowser.class)
class SearchTest {
    private final House house;

    SearchTest(House house) {
        this.house = house;
    }

    @Test
    void aClassIsFoundAmongAThousand() {
        try (TestServer server =
                        TestServer.of(List.of(TestServer.fashion32(), TestServer.imageNet()), ServeOptions.DEFAULT);
                Visit visit = house.visit(Eyes.WIDE, server.server.address()).ready()) {
            visit.at("#model").selectOption("random");
            visit.click("#class");
            visit.count("#class-list [role=option]", 1000);
            visit.page.keyboard().type("retriever");
            visit.count("#class-list [role=option]", 5);
            for (String one : visit.at("#class-list [role=option]").allInnerTexts()) {
                assertThat(one).contains("retriever");
            }
            visit.press("Control+a");
            visit.page.keyboard().type("no such thing");
            visit.shows("#class-list", "No such class");
            visit.press("Control+a");
            visit.page.keyboard().type("golden retr");
            visit.press("Enter");
            visit.hasValue("#class", "golden retriever");
            visit.fill("#seed", 6);
            visit.fill("#count", 1);
            visit.draw();
            Picture alone = TestPictures.drawn(
                    server.codes.get(1), request -> request.classes("207").seed(6));
            assertThat(visit.pictures("#draw-pictures img")).containsExactly(alone);
        }
    }
}
