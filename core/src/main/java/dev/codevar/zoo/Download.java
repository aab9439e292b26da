package dev.codevar.zoo;

import dev.codevar.fault.CodeVarException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request for the rest of a file: an IOException is worth another try, a CodeVarException is final. */
record Download(HttpClient client, URI address, PublishedFile file, Path folder, Duration stall) {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int BEYOND_END = 416;
    /** How an ETag begins that vouches for the meaning of a file, not for its bytes. */
    private static final String WEAK = "W/";
    /** "bytes 10-99/100", "bytes 10-99/*" or, beyond the end, "bytes &#42;/100". */
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

    /** Fetches what the part lacks; returns when it is complete. */
    void rest(PartFile part, Fetcher.Progress progress) throws IOException, InterruptedException {
        OptionalLong published = file.bytes();
        if (published.isPresent() && part.size() > published.getAsLong()) {
            part.startOver();
        }
        if (published.isPresent() && part.size() == published.getAsLong()) {
            return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(stall);
        Optional<String> begun = part.version();
        if (part.size() > 0 && file.sha256().isEmpty() && begun.isEmpty()) {
            // Nothing would tell that head and tail are of different versions.
            part.startOver();
        }
        if (part.size() > 0) {
            request.header("Range", "bytes=" + part.size() + "-");
            begun.ifPresent(version -> request.header("If-Range", version));
        }
        HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                client.send(request.build(), HttpResponse.BodyHandlers.ofPublisher());
        try (BodyQueue body = new BodyQueue(response.body(), stall)) {
            switch (response.statusCode()) {
                case OK -> {
                    part.startOver();
                    part.beginVersion(version(response));
                    stream(body, part, length(response), progress);
                }
                case PARTIAL -> stream(body, part, lengthOfContinued(response, part), progress);
                case BEYOND_END -> checkComplete(response, part);
                default ->
                    throw new CodeVarException("cannot fetch " + file.name() + ": the server answered "
                            + response.statusCode() + " at " + address);
            }
        }
    }

    /** {@return the name by which the server can be asked for more of exactly this version} */
    private static Optional<String> version(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").filter(tag -> !tag.startsWith(WEAK));
    }

    /** Not every server heeds {@code If-Range}. */
    private static void checkVersion(HttpResponse<?> response, PartFile part) throws IOException {
        Optional<String> begun = part.version();
        Optional<String> now = version(response);
        if (begun.isPresent() && now.isPresent() && !begun.equals(now)) {
            part.startOver();
            throw new IOException("the file on the server has changed since the fetch began");
        }
    }

    private static OptionalLong length(HttpResponse<?> response) {
        return response.headers().firstValueAsLong("Content-Length");
    }

    private static OptionalLong lengthOfContinued(HttpResponse<?> response, PartFile part) throws IOException {
        checkVersion(response, part);
        Matcher range = range(response);
        if (!range.matches() || range.group(1) == null || Long.parseLong(range.group(1)) != part.size()) {
            String told = response.headers().firstValue("Content-Range").orElse("no range");
            long asked = part.size();
            part.startOver();
            throw new IOException("the server sent " + told + " instead of the bytes from " + asked + " on");
        }
        return total(range);
    }

    private static void checkComplete(HttpResponse<?> response, PartFile part) throws IOException {
        checkVersion(response, part);
        Matcher range = range(response);
        if (!range.matches() || !total(range).equals(OptionalLong.of(part.size()))) {
            long asked = part.size();
            part.startOver();
            throw new IOException("the server has no bytes from " + asked + " on");
        }
    }

    private static Matcher range(HttpResponse<?> response) {
        return CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
    }

    private static OptionalLong total(Matcher range) {
        String total = range.group(2);
        return total == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total));
    }

    private void stream(BodyQueue body, PartFile part, OptionalLong told, Fetcher.Progress progress)
            throws IOException, InterruptedException {
        OptionalLong published = file.bytes();
        if (published.isPresent() && told.isPresent() && !published.equals(told)) {
            throw new CodeVarException("cannot fetch " + file.name() + ": the server has " + told.getAsLong()
                    + " bytes of it instead of " + published.getAsLong() + " at " + address);
        }
        OptionalLong total = published.isPresent() ? published : told;
        checkSpace(total, part.size());
        progress.at(part.size(), total);
        for (Optional<List<ByteBuffer>> piece = body.next(); piece.isPresent(); piece = body.next()) {
            for (ByteBuffer bytes : piece.get()) {
                part.append(bytes);
            }
            if (total.isPresent() && part.size() > total.getAsLong()) {
                part.delete();
                throw new CodeVarException("cannot fetch " + file.name() + ": the server sends more than the "
                        + total.getAsLong() + " bytes that it has");
            }
            progress.at(part.size(), total);
        }
        if (total.isPresent() && part.size() < total.getAsLong()) {
            throw new IOException("the connection ended after " + part.size() + " of " + total.getAsLong() + " bytes");
        }
    }

    private void checkSpace(OptionalLong total, long present) throws IOException {
        if (total.isEmpty()) {
            return;
        }
        long needed = total.getAsLong() - present;
        long free = Files.getFileStore(folder).getUsableSpace();
        if (needed > free) {
            throw new CodeVarException("cannot fetch " + file.name() + ": " + total.getAsLong() + " bytes less "
                    + present + " already there are " + needed + " to fetch, and " + folder + " has " + free
                    + " free: " + (needed - free) + " too few");
        }
    }
}
