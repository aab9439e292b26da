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
 */
public record Form(Map<String, List<byte[]>> files) {
    private static final int MOST_PARTS = 64;
    private static final int MOST_HEADER_BYTES = 8 << 10;
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_TEXT = 64 << 10;

    /**
     * Takes a body apart that was read whole, and is bounded by that.
     *
     * @param type the request's {@code Content-Type}
     * @throws Refusal 400 if it is no such form, or has more than {@value #MOST_PARTS} parts
     */
    public static Form of(byte[] body, String type) {
        String boundary = MultiPart.extractBoundary(type);
        if (boundary == null || boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw broken("it names no boundary of 1 to " + LONGEST_BOUNDARY + " characters");
        }
        MultiPartConfig bounds = new MultiPartConfig.Builder()
                .maxParts(MOST_PARTS)
                .maxHeadersSize(MOST_HEADER_BYTES)
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
            throw broken("its parts do not end as they should, or are more than " + MOST_PARTS);
        }
        return new Form(files);
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
            if (!pictures.contains(name) && bytes.length <= LONGEST_TEXT) {
                texts.put(name, new String(bytes, StandardCharsets.UTF_8));
            }
        });
        return Values.form(texts);
    }
}
