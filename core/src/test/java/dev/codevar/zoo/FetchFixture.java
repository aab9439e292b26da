package dev.codevar.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file, a folder and fetchers, for the tests of fetching. */
@Timeout(60)
abstract class FetchFixture {
    static final int LENGTH = 200_000;
    static final byte[] CONTENT = new byte[LENGTH];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    static final String SHA = sha256(CONTENT);
    static final PublishedFile FILE =
            new PublishedFile("var_d16.pth", "var", OptionalLong.of(LENGTH), Optional.of(SHA));
    static final PublishedFile UNKNOWN =
            new PublishedFile("drafter_8.pth", "VAR_CoDe", OptionalLong.empty(), Optional.empty());
    static final Fetcher.Progress SILENT = (done, total) -> {};

    /** Tries again at once; on a busy machine a byte may be late. */
    private static final Patience USUAL = new Patience(Duration.ofSeconds(20), 3, Duration.ofMillis(10));

    /** For servers that fall silent. */
    static final Patience SHORT = new Patience(Duration.ofMillis(400), 3, Duration.ofMillis(10));

    @TempDir
    Path folder;

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static Fetcher fetcher(FileServer server) {
        return fetcher(server.address());
    }

    static Fetcher fetcher(URI mirror) {
        return fetcher(mirror, USUAL);
    }

    static Fetcher fetcher(URI mirror, Patience patience) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        return new Fetcher(client, Optional.of(mirror), patience);
    }

    Fetched fetch(FileServer server, PublishedFile file) {
        return fetcher(server).fetch(file, folder, SILENT);
    }

    void assertFails(FileServer server, PublishedFile file, String... parts) {
        assertFails(fetcher(server), file, parts);
    }

    void assertFails(Fetcher fetcher, PublishedFile file, String... parts) {
        assertThatThrownBy(() -> fetcher.fetch(file, folder, SILENT))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContainingAll(parts)
                .message()
                .hasLineCount(1);
    }

    Path part(PublishedFile file) {
        return folder.resolve(file.name() + ".part");
    }

    void assertPresent(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))).containsExactlyInAnyOrder(names);
        }
    }
}
