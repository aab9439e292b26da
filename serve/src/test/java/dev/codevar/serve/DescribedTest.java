package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What openapi.yaml describes is what there is: routes, and which of them need no token. */
class DescribedTest {
    /** The page's files, and the description itself. */
    private static final Set<String> PAGE = Set.of("/", "/{file}", "/openapi.yaml");

    @Test
    void everyRouteIsDescribedAndNoOther() throws IOException {
        try (TestServer server = TestServer.start()) {
            JsonNode described =
                    new YAMLMapper().readTree(server.get("openapi.yaml").body());
            Set<String> inTheFile = new TreeSet<>();
            described
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(method -> inTheFile.add(line(
                                    method.getKey(),
                                    path.getKey(),
                                    method.getValue().has("security")))));
            Set<String> there = new TreeSet<>();
            server.server.routes().all().stream()
                    .filter(route -> !PAGE.contains(route.template()))
                    .forEach(route -> there.add(line(route.method(), route.template(), route.open())));
            assertThat(inTheFile).isEqualTo(there);
        }
    }

    private static String line(String method, String path, boolean open) {
        return method.toLowerCase(Locale.ROOT) + " " + path + (open ? " open" : "");
    }

    /** However an edit comes, it takes the same options; and its picture comes in every format. */
    @Test
    void whatIsTakenAndAnsweredIsDescribed() throws IOException {
        try (TestServer server = TestServer.start()) {
            JsonNode described =
                    new YAMLMapper().readTree(server.get("openapi.yaml").body());
            JsonNode schemas = described.at("/components/schemas");
            for (String edit : List.of("EditForm", "EditJson")) {
                assertThat(schemas.get(edit).findValuesAsText("$ref"))
                        .as(edit)
                        .contains("#/components/schemas/EditOptions");
            }
            assertThat(schemas.at("/EditOptions/properties").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("fit", "soft_edge", "as_drawn");
            assertThat(described
                            .at("/paths/~1v1~1files~1{name}/get/responses/200/content")
                            .fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("image/png", "image/jpeg");
        }
    }

    @Test
    void everyReferenceIsThere() throws IOException {
        try (TestServer server = TestServer.start()) {
            JsonNode described =
                    new YAMLMapper().readTree(server.get("openapi.yaml").body());
            for (String reference : described.findValuesAsText("$ref")) {
                assertThat(described.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            }
        }
    }
}
