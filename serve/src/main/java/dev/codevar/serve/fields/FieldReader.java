package dev.codevar.serve.fields;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** Reads what strangers send: strictly, and within bounds. */
public final class FieldReader {
    private final FieldBounds bounds;
    private final JsonMapper json;

    /**
     * @param bounds of all that is read
     */
    public FieldReader(FieldBounds bounds) {
        this.bounds = bounds;
        // Of small objects a body could hold millions; pictures are texts as long as a body may be.
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxTokenCount(bounds.jsonTokens())
                .maxNestingDepth(bounds.jsonDepth())
                .maxNameLength(bounds.text())
                .maxNumberLength(bounds.text())
                .maxStringLength(Integer.MAX_VALUE)
                .build();
        this.json = JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /**
     * {@return the values of one JSON object}
     *
     * @throws Refusal 400 if it is none, or over the bounds
     */
    public Values json(byte[] body) {
        return Values.of(node(body), "the body", bounds.text());
    }

    private JsonNode node(byte[] body) {
        try {
            return json.readTree(body);
        } catch (StreamConstraintsException e) {
            // "… (33) exceeds the maximum allowed (32, from …)"
            String which = e.getOriginalMessage().replaceAll(", from [^)]*\\)+", ")");
            throw new Refusal(400, "too_large", null, "more JSON than is taken here: " + which);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "invalid_json", null, "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refusal(400, "invalid_json", null, "the body is not JSON");
        }
    }

    /**
     * {@return a form, taken apart}
     *
     * @param type the request's {@code Content-Type}
     * @throws Refusal 400 if it is none, or over the bounds
     */
    public Form form(byte[] body, String type) {
        return Form.of(body, type, bounds);
    }
}
