package dev.codevar.zoo;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Fetches published files: whole and with the right hash under their name, or not at all.
 *
 * <p>Bytes gather in {@code <name>.part}; a fetch that was broken off goes on from there, in this call (three times) or
 * the next. A file that is there already is hashed, not fetched. May be used by several threads.
 */
public final class Fetcher {
    private final HttpClient client;
    private final Optional<URI> mirror;
    private final Patience patience;

    /** Told how far a fetch is; called on the fetching thread, for every few kilobytes. */
    @FunctionalInterface
    public interface Progress {
        /**
         * Takes note; what it throws ends the fetch.
         *
         * @param doneBytes the bytes there, those of an earlier fetch among them; smaller than before when a server made
         *     the fetch start over
         * @param totalBytes the bytes of the whole file; empty when neither the table nor the server knows
         */
        void at(long doneBytes, OptionalLong totalBytes);
    }

    /**
     * A fetcher with a client of its own, which follows redirects and gives a connection 20 seconds.
     *
     * @param mirror as for {@link Zoo#address}; empty for the published addresses
     */
    public Fetcher(Optional<URI> mirror) {
        this(
                HttpClient.newBuilder()
                        .connectTimeout(Patience.CONNECT)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build(),
                mirror);
    }

    /**
     * A fetcher that uses the caller's client: its proxy, its redirects, its connect timeout.
     *
     * @param mirror as for {@link Zoo#address}; empty for the published addresses
     */
    public Fetcher(HttpClient client, Optional<URI> mirror) {
        this(client, mirror, Patience.USUAL);
    }

    Fetcher(HttpClient client, Optional<URI> mirror, Patience patience) {
        this.client = client;
        this.mirror = mirror;
        this.patience = patience;
    }

    /**
     * Fetches a file into a folder, which is made if need be.
     *
     * @param progress told of every piece
     * @return the file with its hash. Where no hash is published the file is accepted unverified, and its hash reported
     * @throws InvalidInputException when the mirror's address or the file's repository is not legal
     * @throws CodeVarException when the server refuses or stays silent for 60 seconds, the bytes are not those published
     *     or those of an earlier upload, the disk is too small, the file is there with other content, it is being fetched
     *     by somebody else, or the thread was interrupted (its flag stays set, and the part stays for the next fetch)
     */
    public Fetched fetch(PublishedFile file, Path folder, Progress progress) {
        URI address = Zoo.address(file, mirror);
        Path target = folder.resolve(file.name());
        try {
            Optional<Fetched> present = present(file, target);
            if (present.isPresent()) {
                return present.get();
            }
            Files.createDirectories(folder);
            try (PartFile part = PartFile.open(target)) {
                // Whoever held the lock until now may have finished the file.
                present = present(file, target);
                if (present.isPresent()) {
                    part.delete();
                    return present.get();
                }
                download(new Download(client, address, file, folder, patience.stall()), part, progress);
                return finish(file, part, target);
            }
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
            throw new CodeVarException(
                    "fetching " + file.name() + " was interrupted; the next fetch goes on where it stopped", e);
        } catch (IOException e) {
            throw new CodeVarException(
                    "cannot fetch " + file.name() + " from " + address + " into " + folder + ": " + Reason.of(e), e);
        }
    }

    private static Optional<Fetched> present(PublishedFile file, Path target) throws IOException {
        if (!Files.exists(target)) {
            return Optional.empty();
        }
        long bytes = Files.size(target);
        if (file.bytes().isPresent() && bytes != file.bytes().getAsLong()) {
            throw new CodeVarException(target + " is there already with " + bytes + " bytes instead of "
                    + file.bytes().getAsLong() + "; move it away to fetch the published file");
        }
        String sha256 = Sha256.of(target);
        Optional<String> wrong = wrong(file, sha256);
        if (wrong.isPresent()) {
            throw new CodeVarException(
                    target + " is there already but " + wrong.get() + "; move it away to fetch the published file");
        }
        return Optional.of(new Fetched(target, sha256, file.sha256().isPresent()));
    }

    private void download(Download download, PartFile part, Progress progress)
            throws IOException, InterruptedException {
        for (int tried = 0; ; tried++) {
            try {
                download.rest(part, progress);
                return;
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                if (tried == patience.retries()) {
                    throw e;
                }
                Thread.sleep(patience.pause().toMillis());
            }
        }
    }

    private static Fetched finish(PublishedFile file, PartFile part, Path target) throws IOException {
        String sha256 = part.sha256();
        Optional<String> wrong = wrong(file, sha256);
        if (wrong.isPresent()) {
            part.delete();
            throw new CodeVarException("what was fetched as " + file.name() + " " + wrong.get() + "; it was deleted");
        }
        part.moveTo(target);
        return new Fetched(target, sha256, file.sha256().isPresent());
    }

    /** What is wrong with a file of that hash, as the end of a sentence about it. */
    static Optional<String> wrong(PublishedFile file, String sha256) {
        Optional<String> replaced = Zoo.replacedUpload(sha256);
        if (replaced.isPresent()) {
            return Optional.of(
                    "is an earlier upload of " + replaced.get() + ", replaced in April 2024 (SHA-256 " + sha256 + ")");
        }
        return file.sha256()
                .filter(published -> !published.equals(sha256))
                .map(published -> "has the SHA-256 " + sha256 + " instead of " + published);
    }
}
