package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fetches that end well: whole, resumed, redirected. */
class FetcherTest extends FetchFixture {
    @Test
    void fetchesTheWholeAndTellsHowFarItIs() throws IOException {
        List<Long> told = new ArrayList<>();
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            Path deep = folder.resolve("a").resolve("b");
            Fetched fetched = fetcher(server).fetch(FILE, deep, (done, total) -> {
                assertThat(total).hasValue(LENGTH);
                told.add(done);
            });
            assertThat(fetched).isEqualTo(new Fetched(deep.resolve("var_d16.pth"), SHA, true));
            assertThat(fetched.file()).hasBinaryContent(CONTENT);
            assertThat(told).isSorted().startsWith(0L).endsWith((long) LENGTH);
            assertThat(fetcher(server).fetch(FILE, deep, SILENT)).isEqualTo(fetched);
            assertThat(server.ranges())
                    .as("the second time nothing is asked for")
                    .containsExactly("all");
        }
    }

    @Test
    void goesOnWhereAnEarlierFetchStopped() throws IOException {
        Files.write(part(FILE), Arrays.copyOf(CONTENT, 70_000));
        List<Long> told = new ArrayList<>();
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            Fetched fetched = fetcher(server).fetch(FILE, folder, (done, total) -> told.add(done));
            assertThat(fetched.file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("bytes=70000-");
            assertThat(told).startsWith(70_000L);
        }
        assertPresent("var_d16.pth");
    }

    @Test
    void startsOverWhenTheServerIgnoresTheRange() throws IOException {
        Files.write(part(FILE), new byte[70_000]);
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, LENGTH);
            exchange.getResponseBody().write(CONTENT);
        })) {
            assertThat(fetch(server, FILE).file()).hasBinaryContent(CONTENT);
        }
    }

    @Test
    void startsOverWhenTheServerSendsAnotherRange() throws IOException {
        Files.write(part(FILE), Arrays.copyOf(CONTENT, 70_000));
        try (FileServer server = new FileServer(exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                exchange.getResponseHeaders().set("Content-Range", "bytes 5-9/200000");
                exchange.sendResponseHeaders(206, 5);
                exchange.getResponseBody().write(new byte[5]);
            } else {
                FileServer.serving(CONTENT).to(exchange);
            }
        })) {
            assertThat(fetch(server, FILE).file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("bytes=70000-", "all");
        }
    }

    @Test
    void aCompletePartIsOnlyVerified() throws IOException {
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            Files.write(part(FILE), CONTENT);
            assertThat(fetch(server, FILE).verified()).isTrue();
            assertThat(server.ranges()).isEmpty();
            Files.write(part(UNKNOWN), CONTENT);
            Files.writeString(folder.resolve("drafter_8.pth.part.etag"), "\"1\"");
            assertThat(fetch(server, UNKNOWN).sha256()).isEqualTo(SHA);
            assertThat(server.ranges()).containsExactly("bytes=200000-");
        }
        assertPresent("var_d16.pth", "drafter_8.pth");
    }

    @Test
    void aPartLongerThanTheFileStartsOver() throws IOException {
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            Files.write(part(FILE), new byte[LENGTH + 1]);
            assertThat(fetch(server, FILE).verified()).isTrue();
            Files.write(part(UNKNOWN), new byte[LENGTH + 1]);
            Files.writeString(folder.resolve("drafter_8.pth.part.etag"), "\"1\"");
            assertThat(fetch(server, UNKNOWN).sha256()).isEqualTo(SHA);
            assertThat(server.ranges()).containsExactly("all", "bytes=200001-", "all");
        }
    }

    @Test
    void aBrokenConnectionIsTakenUpAgain() throws IOException {
        try (FileServer server = new FileServer(exchange -> {
            int start = exchange.getRequestHeaders().containsKey("Range")
                    ? Integer.parseInt(
                            exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""))
                    : 0;
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-199999/200000");
            exchange.sendResponseHeaders(start == 0 ? 200 : 206, LENGTH - start);
            exchange.getResponseBody().write(CONTENT, start, Math.min(60_000, LENGTH - start));
        })) {
            assertThat(fetch(server, FILE).file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("all", "bytes=60000-", "bytes=120000-", "bytes=180000-");
        }
    }

    @Test
    void aSlowServerIsNotASilentOne() {
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, LENGTH);
            for (int at = 0; at < LENGTH; at += LENGTH / 10) {
                exchange.getResponseBody().write(CONTENT, at, LENGTH / 10);
                exchange.getResponseBody().flush();
                Thread.sleep(80);
            }
        })) {
            Fetcher hasty = fetcher(server.address(), SHORT);
            assertThat(hasty.fetch(FILE, folder, SILENT).verified()).isTrue();
            assertThat(server.ranges())
                    .as("longer than a stall in all, yet one request")
                    .hasSize(1);
        }
    }

    @Test
    void followsRedirects() {
        try (FileServer server = new FileServer(exchange -> {
            if (exchange.getRequestURI().getPath().startsWith("/models")) {
                exchange.getResponseHeaders().set("Location", "/elsewhere/file");
                exchange.sendResponseHeaders(302, -1);
            } else {
                FileServer.serving(CONTENT).to(exchange);
            }
        })) {
            Files.write(part(FILE), Arrays.copyOf(CONTENT, 10));
            assertThat(fetch(server, FILE).file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("bytes=10-", "bytes=10-");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anUnknownHashIsReported() {
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            Fetched fetched = fetch(server, UNKNOWN);
            assertThat(fetched).isEqualTo(new Fetched(folder.resolve("drafter_8.pth"), SHA, false));
            assertThat(fetch(server, UNKNOWN)).isEqualTo(fetched);
            assertThat(server.ranges()).hasSize(1);
        }
    }

    @Test
    void anInterruptStopsItAndKeepsThePart() throws Exception {
        try (FileServer server = new FileServer(exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                FileServer.serving(CONTENT).to(exchange);
                return;
            }
            exchange.sendResponseHeaders(200, LENGTH);
            exchange.getResponseBody().write(CONTENT, 0, 50_000);
            exchange.getResponseBody().flush();
            Thread.sleep(20_000);
        })) {
            Thread here = Thread.currentThread();
            assertThatThrownBy(() -> fetcher(server).fetch(FILE, folder, (done, total) -> {
                        if (done == 50_000) {
                            here.interrupt();
                        }
                    }))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("var_d16.pth was interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertPresent("var_d16.pth.part");
            assertThat(fetch(server, FILE).verified()).isTrue();
            assertThat(server.ranges()).containsExactly("all", "bytes=50000-");
        }
    }
}
