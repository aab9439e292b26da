package dev.codevar.serve.fields;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/** JSON that strangers send: strict, and within bounds. */
final class JsonText {
    /** Of small objects a body could hold millions. */
    private static final StreamReadConstraints BOUNDS = StreamReadConstraints.builder()
            .maxTokenCount(10_000)
            .maxNestingDepth(32)
            .maxStringLength(Integer.MAX_VALUE)
            .build();

    private static final JsonMapper JSON = JsonMapper.builder(
                    JsonFactory.builder().streamReadConstraints(BOUNDS).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonText() {}

    /**
     * {@return what a body says}
     *
     * @throws Refusal 400 if it is no JSON
     */
    static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, "invalid_json", null, "the body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refusal(400, "invalid_json", null, "the body is not JSON");
        }
    }
}
