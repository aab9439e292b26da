package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Fetches that are refused or given up, each in one line. */
class FetcherFailureTest extends FetchFixture {
    @Test
    void aWrongHashIsNamedAndNothingStays() throws IOException {
        byte[] changed = CONTENT.clone();
        changed[5]++;
        try (FileServer server = new FileServer(FileServer.serving(changed))) {
            assertFails(server, FILE, "var_d16.pth", sha256(changed), SHA);
        }
        assertPresent();
    }

    @Test
    void afterThreeRetriesItGivesUpAndKeepsThePart() throws IOException {
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, LENGTH);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
        })) {
            assertFails(server, FILE, "cannot fetch var_d16.pth from " + server.address());
            assertThat(server.ranges()).hasSize(4);
        }
        assertPresent("var_d16.pth.part");
        assertThat(part(FILE)).hasBinaryContent(Arrays.copyOf(CONTENT, 1000));
    }

    @Test
    void aBodyThatEndsWithoutItsLengthToldIsNoticed() {
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
        })) {
            assertFails(server, FILE, "the connection ended after 1000 of 200000 bytes");
        }
    }

    @Test
    void aServerThatSaysNothingMoreIsLeft() {
        AtomicInteger requests = new AtomicInteger();
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, LENGTH);
            exchange.getResponseBody().write(CONTENT, 0, 500);
            exchange.getResponseBody().flush();
            requests.incrementAndGet();
            Thread.sleep(20_000);
        })) {
            assertFails(fetcher(server.address(), SHORT), FILE, "no byte came for 0.4 s");
            assertThat(requests).hasValue(4);
        }
    }

    @Test
    void aServerThatNeverAnswersIsLeft() {
        try (FileServer server = new FileServer(exchange -> Thread.sleep(20_000))) {
            assertFails(fetcher(server.address(), SHORT), FILE, "cannot fetch var_d16.pth");
        }
    }

    @Test
    void aRefusalIsOneLineWithStatusAndAddress() throws IOException {
        try (FileServer server = new FileServer(exchange -> exchange.sendResponseHeaders(404, -1))) {
            assertFails(server, FILE, "the server answered 404 at " + server.address() + "/var_d16.pth");
            assertThat(server.ranges()).hasSize(1);
        }
        assertPresent();
    }

    /** A file with such a hash cannot be made here, so the rule is asked directly. */
    @Test
    void anEarlierUploadIsRefusedByName() {
        assertThat(Fetcher.wrong(FILE, "535dc4e5" + SHA.substring(8)))
                .hasValueSatisfying(why -> assertThat(why)
                        .startsWith("is an earlier upload of var_d16.pth, replaced in April 2024")
                        .contains("535dc4e5"));
        assertThat(Fetcher.wrong(UNKNOWN, "bd66c170" + SHA.substring(8)))
                .hasValueSatisfying(why -> assertThat(why).contains("var_d30.pth"));
        assertThat(Fetcher.wrong(UNKNOWN, SHA)).isEmpty();
        assertThat(Fetcher.wrong(FILE, SHA)).isEmpty();
    }

    @Test
    void noServerIsOneLine() {
        FileServer server = new FileServer(FileServer.serving(CONTENT));
        server.close();
        assertFails(server, FILE, "no connection");
    }

    @Test
    void aServerWithAnotherSizeIsRefused() {
        PublishedFile larger = new PublishedFile("a.pth", "var", OptionalLong.of(LENGTH + 1), Optional.of(SHA));
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            assertFails(server, larger, "the server has 200000 bytes of it instead of 200001");
        }
    }

    @Test
    void aServerThatSendsMoreThanItShouldIsCutOff() throws IOException {
        PublishedFile smaller = new PublishedFile("a.pth", "var", OptionalLong.of(1000), Optional.of(SHA));
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(CONTENT);
        })) {
            assertFails(server, smaller, "the server sends more than the 1000 bytes");
        }
        assertPresent();
    }

    @Test
    void tooSmallADiskIsSaidWithTheArithmetic() {
        long huge = 1L << 60;
        PublishedFile file = new PublishedFile("a.pth", "var", OptionalLong.of(huge), Optional.of(SHA));
        try (FileServer server = new FileServer(exchange -> {
            exchange.sendResponseHeaders(200, huge);
            exchange.getResponseBody().flush();
        })) {
            assertFails(server, file, "1152921504606846976 bytes less 0 already there are", "free", "too few");
        }
    }

    @Test
    void whatIsThereWithOtherContentIsLeftAlone() throws IOException {
        Path target = Files.writeString(folder.resolve("var_d16.pth"), "my own");
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            assertFails(server, FILE, "is there already with 6 bytes instead of 200000");
            byte[] changed = CONTENT.clone();
            changed[0]++;
            Files.write(target, changed);
            assertFails(server, FILE, "is there already but has the SHA-256 " + sha256(changed), SHA);
            assertThat(server.ranges()).isEmpty();
        }
        assertThat(target).exists();
    }

    @Test
    void aSecondFetchOfTheSameFileIsRefused() throws IOException {
        try (FileServer server = new FileServer(FileServer.serving(CONTENT));
                FileChannel other = FileChannel.open(part(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(other.lock()).isNotNull();
            assertFails(server, FILE, "var_d16.pth", "it is being fetched already");
            assertThat(server.ranges()).isEmpty();
        }
    }

    @Test
    void whatCannotBeAFolderIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        try (FileServer server = new FileServer(FileServer.serving(CONTENT))) {
            assertThatThrownBy(() -> fetcher(server).fetch(FILE, file, SILENT))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("there is a file of that name");
        }
    }
}
