package dev.codevar.evaluation.warning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.codevar.sampling.run.SampleOrder;
import dev.codevar.sampling.run.SampleRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How a single picture was drawn.
 *
 * @param label its class
 * @param seed where its randomness came from
 * @param device the kind of device that computed
 * @param precision how finely
 */
public record Origin(int label, long seed, String device, String precision) {
    private static final String TEXT = "codevar";
    private static final JsonMapper JSON = new JsonMapper();

    /** {@return those of all pictures of a run, in its order} */
    public static List<Origin> of(SampleRun run) {
        SampleOrder order = run.order();
        return IntStream.range(0, order.size())
                .mapToObj(order::at)
                .map(entry -> new Origin(entry.label(), entry.seed(), run.device(), run.precision()))
                .toList();
    }

    /** {@return that of a picture by the text in its PNG file, if {@code codevar} wrote it} */
    public static Optional<Origin> of(Map<String, String> text) {
        String json = text.get(TEXT);
        if (json == null) {
            return Optional.empty();
        }
        try {
            JsonNode said = JSON.readTree(json);
            JsonNode picture = said.path("pictures").path(said.path("index").asInt(0));
            boolean known =
                    picture.path("label").isInt() && picture.path("seed").isIntegralNumber();
            return known
                    ? Optional.of(new Origin(
                            picture.path("label").asInt(),
                            picture.path("seed").asLong(),
                            said.path("device").asText(),
                            said.path("precision").asText()))
                    : Optional.empty();
        } catch (JsonProcessingException notOurs) {
            return Optional.empty();
        }
    }
}
