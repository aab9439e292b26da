package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file whose hash nobody published, and that changes on the server meanwhile: never an old head with a new tail. */
class ResumedVersionTest extends FetchFixture {
    private static final byte[] OLD = new byte[LENGTH];
    private static final int HEAD = 70_000;

    /** The connection ends after the head of the old version, and then there is the new one. */
    private static FileServer changing(String oldTag, String newTag, boolean heedsIfRange) {
        AtomicInteger requests = new AtomicInteger();
        return new FileServer(exchange -> {
            if (requests.getAndIncrement() == 0) {
                exchange.getResponseHeaders().set("ETag", oldTag);
                exchange.sendResponseHeaders(200, LENGTH);
                exchange.getResponseBody().write(OLD, 0, HEAD);
                return;
            }
            exchange.getResponseHeaders().set("ETag", newTag);
            String wanted = exchange.getRequestHeaders().getFirst("If-Range");
            if (heedsIfRange && wanted != null && !wanted.equals(newTag)) {
                whole(exchange);
            } else {
                FileServer.serving(CONTENT).to(exchange);
            }
        });
    }

    private static void whole(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, LENGTH);
        exchange.getResponseBody().write(CONTENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherVersionIsFetchedWhole(boolean heedsIfRange) throws IOException {
        try (FileServer server = changing("\"1\"", "\"2\"", heedsIfRange)) {
            assertThat(fetch(server, UNKNOWN).file()).hasBinaryContent(CONTENT);
        }
        assertPresent("drafter_8.pth");
    }

    /** Equal weak tags promise the same meaning, not the same bytes. */
    @Test
    void withoutAStrongTagItStartsAgain() throws IOException {
        try (FileServer server = changing("W/\"1\"", "W/\"1\"", true)) {
            assertThat(fetch(server, UNKNOWN).file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("all", "all");
        }
    }

    @Test
    void aHeadOfUnknownVersionIsNotGoneOnWith() throws IOException {
        Files.write(part(UNKNOWN), Arrays.copyOf(OLD, HEAD));
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            assertThat(fetch(server, UNKNOWN).file()).hasBinaryContent(CONTENT);
            assertThat(server.ranges()).containsExactly("all");
        }
    }

    @Test
    void theSameVersionIsGoneOnWith() throws IOException {
        try (FileServer server = changing("\"1\"", "\"1\"", true)) {
            Path file = fetch(server, UNKNOWN).file();
            assertThat(server.ranges()).containsExactly("all", "bytes=70000-");
            assertThat(Arrays.copyOf(Files.readAllBytes(file), HEAD)).containsOnly(0);
        }
        assertPresent("drafter_8.pth");
    }

    /** A first process finishes between a second's looking, opening and locking, and a third begins to fetch again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLockIsOnTheFileThatHasTheName(boolean beforeOpening) throws IOException {
        Path target = folder.resolve("file");
        Path path = folder.resolve("file.part");
        Files.write(path, new byte[9]);
        AtomicInteger tries = new AtomicInteger();
        Runnable others = () -> {
            if (tries.getAndIncrement() == 0) {
                move(path, target);
                write(path);
            }
        };
        Runnable none = () -> {};
        try (PartFile part = PartFile.open(target, beforeOpening ? others : none, beforeOpening ? none : others)) {
            assertThat(part.size()).isEqualTo(5);
        }
        assertThat(target).hasSize(9);
        assertThat(tries).hasValue(2);
    }

    /** A first process finishes, and nobody fetches again: the second begins a new file. */
    @Test
    void whatWasMovedAwayIsBegunAnew() throws IOException {
        Path target = folder.resolve("file");
        Path path = folder.resolve("file.part");
        Files.write(path, new byte[9]);
        Runnable moves = () -> {
            if (!Files.exists(target)) {
                move(path, target);
            }
        };
        try (PartFile part = PartFile.open(target, moves, () -> {})) {
            assertThat(part.size()).isZero();
        }
        assertThat(target).hasSize(9);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file) {
        try {
            Files.write(file, new byte[5]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
