package dev.codevar.sampling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleRunTest {
    static final SampleRun RUN = new SampleRun(
            1,
            "v",
            "kernels",
            "m",
            "f",
            "large:4,small",
            "cpu",
            "float32",
            1,
            1.5,
            List.of(1.0),
            List.of(0),
            0,
            List.of(2, 5),
            3,
            42,
            4,
            32,
            false,
            null,
            1,
            2);

    @Test
    void whatIsWrittenIsRead() {
        String json = new String(SampleRunJson.of(RUN), StandardCharsets.UTF_8);
        assertThat(json).contains("\"per_class\" : 3").contains("\"shards\" : 2");
        assertThat(SampleRunJson.parse(SampleRunJson.of(RUN), "run.json")).isEqualTo(RUN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\" : 1 | \"format\" : 2 | format 2 is not between 1 and 1",
                "\"shard\" : 1 | \"shard\" : 3 | shard 3 is not between 1 and 2",
                "\"block\" : 4 | \"block\" : 0 | batch 0 is not between 1 and 4096",
                "\"version\" : \"v\" | \"version\" : null | not complete",
                "\"kernels\" : \"kernels\" | \"kernels\" : null | not complete",
                "\"per_class\" : 3 | \"perclass\" : 3 | per_class",
                "\"per_class\" : 3 | \"per_class\" : 2000000000 | per-class 2000000000 is not between 1 and 5000000",
                "[ 2, 5 ] | [ 2, 2 ] | a class is named twice",
                "[ 2, 5 ] | null | not understood",
                "[ 2, 5 ] | [ null ] | not understood",
            })
    void whatIsWrongIsSaid(String part, String other, String message) {
        String json = new String(SampleRunJson.of(RUN), StandardCharsets.UTF_8);
        assertThat(json).contains(part);
        assertThatThrownBy(() ->
                        SampleRunJson.parse(json.replace(part, other).getBytes(StandardCharsets.UTF_8), "run.json"))
                .isInstanceOf(CodeVarException.class)
                .hasMessageStartingWith("run.json is not ")
                .hasMessageContaining(message);
    }

    @Test
    void presetsArePublished() {
        assertThat(Preset.of("paper").sampling())
                .isEqualTo(new Sampling(
                        1.5, List.of(1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.1, 1.0, 1.0, 1.0), List.of(600), 0.96));
        assertThat(Preset.of("VAR").sampling()).isEqualTo(new Sampling(1.5, List.of(1.0), List.of(900), 0.96));
        assertThat(Preset.PAPER.perClass()).isEqualTo(50);
        assertThat(Preset.VAR.perClass()).isEqualTo(50);
        assertThatThrownBy(() -> Preset.of("best"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("preset 'best' is unknown: use paper or var");
    }
}
