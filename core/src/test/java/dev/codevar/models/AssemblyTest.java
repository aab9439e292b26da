package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.models.Description.Defaults;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssemblyTest {

    /** The published pictures' settings, where the models are as the published ones; no more tokens than there are codes. */
    @ParameterizedTest
    @CsvSource({"1000, 4096, 4, 900, 0.95", "1000, 512, 4, 512, 0.95", "10, 4096, 1.5, 0, 0"})
    void setsOfImageNetBeginWithThePublishedDefaults(int classes, int codes, double cfg, int topK, double topP) {
        VqVaeConfig vae =
                new VqVaeConfig(codes, 32, 160, List.of(1, 1, 2, 2, 4), 2, true, true, 4, Pyramid.IMAGENET_256);
        VarConfig transformer = new VarConfig(16, classes, codes, 32, false, Pyramid.IMAGENET_256);
        Description description = new Assembly("vae.pth", vae, Map.of(), Map.of("d16", transformer))
                .describe("a set", "", Optional.empty());
        assertThat(description.defaults()).isEqualTo(new Defaults(cfg, topK, topP, 1));
    }
}
