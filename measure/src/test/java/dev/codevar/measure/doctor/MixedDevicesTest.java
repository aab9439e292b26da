package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.CoDe;
import dev.codevar.Generated;
import dev.codevar.GenerationObserver;
import dev.codevar.Request;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.Tokens;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.StandIn;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan whose models lie on different devices, of which one is as CUDA: it draws the tokens that one device draws. */
@EnabledOnOs(OS.LINUX)
class MixedDevicesTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 4);
    private static final VarConfig SHAPE = new VarConfig(2, 10, 64, 8, false, PYRAMID);
    private static final ModelSet SET = ModelSet.random(
            Map.of("large", SHAPE, "small", SHAPE),
            new VqVaeConfig(64, 8, 32, List.of(1, 2), 1, true, true, 4, PYRAMID));

    private static List<Tokens> tokens(Device device, Map<String, Device> own, double topP) {
        Resources resources = new Resources(device, own, Precision.FLOAT32, false, OptionalLong.empty());
        try (CoDe code = CoDe.open(SET, resources)) {
            Request request = code.request()
                    .plan("large:2,small")
                    .count(3)
                    .seed(5)
                    .topP(topP)
                    .build();
            return code.generate(request, GenerationObserver.NONE).pictures().stream()
                    .map(Generated::tokens)
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.9})
    void tokensAreThoseOfOneDevice(double topP) {
        List<Tokens> expected = tokens(Device.CPU, Map.of(), topP);
        Device other = StandIn.device();
        assertThat(tokens(Device.CPU, Map.of("small", other), topP)).isEqualTo(expected);
        assertThat(tokens(Device.CPU, Map.of("large", other), topP)).isEqualTo(expected);
    }
}
