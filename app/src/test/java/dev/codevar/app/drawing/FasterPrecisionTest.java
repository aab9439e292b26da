package dev.codevar.app.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import java.util.List;
import org.junit.jupiter.api.Test;

class FasterPrecisionTest {
    private static final List<VarConfig> PUBLISHED = List.of(VarConfig.ofDepth(30), VarConfig.ofDepth(16));
    private static final List<VarConfig> SMALL =
            List.of(new VarConfig(4, 4, 10, 512, 16, false, Pyramid.of(1, 2, 3, 4, 6, 8)));

    @Test
    void largeModelsInFloat32ByDefaultGetANote() {
        assertThat(FasterPrecision.note("float32", () -> true, PUBLISHED))
                .get()
                .asString()
                .contains("--precision int8");
    }

    @Test
    void whereNothingFasterIsKnownNothingIsSaid() {
        assertThat(FasterPrecision.note("float32", () -> true, SMALL)).isEmpty();
        assertThat(FasterPrecision.note("float32", () -> false, PUBLISHED)).isEmpty();
        assertThat(FasterPrecision.note("bfloat16", () -> true, PUBLISHED)).isEmpty();
    }
}
