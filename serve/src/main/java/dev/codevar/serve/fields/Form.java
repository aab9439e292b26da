package dev.codevar.serve.fields;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.http.MultiPartConfig;
import org.eclipse.jetty.http.MultiPartFormData;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.util.Attributes;

/**
 * A body of {@code multipart/form-data}. Which parts are files is the reader's affair: some clients send pictures without a file name.
 * Nothing is written to disk.
 *
 * @param files the parts' bytes by their names, in the order in which they came
 * @param longestText in characters
 */
public record Form(Map<String, List<byte[]>> files, int longestText) {
    /** As RFC 2046 has it. */
    private static final int LONGEST_BOUNDARY = 70;

    /** UTF-8 has at most so many bytes for each of UTF-16's units. */
    private static final int MOST_BYTES_A_CHAR = 3;

    /** Takes a body apart that was read whole, and is bounded by that. */
    static Form of(byte[] body, String type, FieldBounds most) {
        String boundary = MultiPart.extractBoundary(type);
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw broken("it names no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        MultiPartConfig bounds = new MultiPartConfig.Builder()
                .maxParts(most.parts())
                .maxHeadersSize(most.partHead())
                .maxSize(body.length)
                .maxPartSize(body.length)
                .maxMemoryPartSize(body.length)
                .useFilesForPartsWithoutFileName(false)
                .build();
        Content.Source source = new ByteBufferContentSource(ByteBuffer.wrap(body));
        Map<String, List<byte[]>> files = new HashMap<>();
        try (MultiPartFormData.Parts parts =
                MultiPartFormData.getParts(source, new Attributes.Mapped(), type, bounds)) {
            for (MultiPart.Part part : parts) {
                String name = part.getName();
                if (name != null) {
                    files.computeIfAbsent(name, first -> new ArrayList<>()).add(bytes(part));
                }
            }
        } catch (Refusal told) {
            throw told;
        } catch (RuntimeException notAForm) {
            throw overBounds(notAForm, most).orElseGet(() -> broken("its parts do not end as they should"));
        }
        return new Form(files, most.text());
    }

    /** Jetty tells by nothing but words which bound is met. */
    private static Optional<Refusal> overBounds(RuntimeException error, FieldBounds most) {
        Throwable why = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String words = String.valueOf(why.getMessage());
        String told = words.contains("too many keys")
                ? "the form has more than " + most.parts() + " parts, which are the most here"
                : words.contains("headers max length")
                        ? "a part of the form has a head of more than " + most.partHead()
                                + " bytes, which are the most here"
                        : "";
        return told.isEmpty() ? Optional.empty() : Optional.of(new Refusal(400, "too_large", null, told));
    }

    private static byte[] bytes(MultiPart.Part part) {
        try (InputStream in = Content.Source.asInputStream(part.createContentSource())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw broken("a part of it cannot be read");
        }
    }

    private static Refusal broken(String why) {
        return new Refusal(400, "invalid_form", null, "the body is no multipart form that is understood: " + why);
    }

    /** {@return the first part of this name, of those that go by several} */
    public Optional<byte[]> file(String... names) {
        for (String name : names) {
            List<byte[]> found = files.get(name);
            if (found != null && found.get(0).length > 0) {
                return Optional.of(found.get(0));
            }
        }
        return Optional.empty();
    }

    /** {@return all parts that may be texts, but those of these names} */
    public Values texts(List<String> pictures) {
        Map<String, String> texts = new HashMap<>();
        files.forEach((name, parts) -> {
            byte[] bytes = parts.get(0);
            if (!pictures.contains(name)) {
                // What is cut is still too long, which is told where it is used.
                int length = (int) Math.min(bytes.length, MOST_BYTES_A_CHAR * (longestText + 1L));
                texts.put(name, new String(bytes, 0, length, StandardCharsets.UTF_8));
            }
        });
        return Values.form(texts, longestText);
    }
}
