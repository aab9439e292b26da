package dev.codevar.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.serve.CodevarServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** openapi.yaml as Redocly's linter judges it, by its recommended rules, where npm can fetch that. */
@Tag("slow")
@Timeout(240)
class OpenApiLintTest {
    @TempDir
    Path folder;

    @Test
    void nothingIsObjectedTo() throws Exception {
        try (InputStream in = Objects.requireNonNull(CodevarServer.class.getResourceAsStream("openapi.yaml"))) {
            Files.copy(in, folder.resolve("openapi.yaml"));
        }
        Npm npm = new Npm(folder);
        assumeTrue(
                npm.run("npm", "install", "--no-audit", "--no-fund", "@redocly/cli@2.77.0") == 0,
                "npm cannot fetch it");
        int code = npm.run("npx", "redocly", "lint", "--format=stylish", "openapi.yaml");
        assertThat(code).as(npm.printed()).isZero();
        assertThat(npm.printed()).contains("valid").doesNotContain("warning ");
        breakIt();
        assertThat(npm.run("npx", "redocly", "lint", "openapi.yaml"))
                .as("it objects to something")
                .isNotZero();
    }

    private void breakIt() throws IOException {
        Path file = folder.resolve("openapi.yaml");
        Files.writeString(
                file, Files.readString(file).replaceFirst("operationId: getModel", "operationId: listModels"));
    }
}
