package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which devices, precisions and limits are legal, and how they are written. */
class ResourcesTest {
    /** Nothing here computes on it: no machine needs to have it. */
    private static final Device GPU = new Device(true, 0);

    @Test
    void aDeviceAloneIsEverythings() {
        assertThat(Resources.parseDevices("cpu")).isEqualTo(Map.of("", Device.CPU));
    }

    @Test
    void rolesMayHaveTheirOwn() {
        assertThat(Resources.parseDevices("cpu,small=cpu")).isEqualTo(Map.of("", Device.CPU, "small", Device.CPU));
        assertThat(Resources.parseDevices(" cpu , small = cpu ")).isEqualTo(Resources.parseDevices("cpu,small=cpu"));
    }

    @Test
    void whereAllAreOfRolesTheFirstIsEverythingElsesToo() {
        assertThat(Resources.parseDevices("large=cpu,small=cpu"))
                .isEqualTo(Map.of("", Device.CPU, "large", Device.CPU, "small", Device.CPU));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "tpu | device 'tpu' is unknown",
                "small=tpu | device 'tpu' is unknown",
                "cpu,small=tpu | device 'tpu' is unknown",
                "a=b=cpu | device 'b=cpu' is unknown",
                "CPU | device 'CPU' is unknown",
                "small= | device '' is unknown",
                "cpu, | device '' is unknown",
                ",cpu | device '' is unknown",
                "\"\" | device '' is unknown",
                "small=cpu,small=cpu | device 'small=cpu,small=cpu' is not legal",
                "cpu,cpu | device 'cpu,cpu' is not legal",
                "small=cpu,cpu | device 'small=cpu,cpu' is not legal",
                "cpu,small=cpu,cpu | device 'cpu,small=cpu,cpu' is not legal",
                "=cpu | device '=cpu' is not legal",
                "cpu,=cpu | device 'cpu,=cpu' is not legal",
                "cuda:999 | device 'cuda:999' is not here",
                "small=cuda:999 | device 'cuda:999' is not here",
            })
    void whatIsNotLegalIsNamed(String text, String message) {
        assertThatThrownBy(() -> Resources.parseDevices(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cpu,small=cpu", "cpu,large=cpu,small=cpu"})
    void theLabelIsReadBack(String text) {
        Map<String, Device> own = new HashMap<>(Resources.parseDevices(text));
        Device everythingElse = Objects.requireNonNull(own.remove(Resources.EVERYTHING_ELSE));
        assertThat(new Resources(everythingElse, own, Precision.FLOAT32, false, OptionalLong.empty()).label())
                .isEqualTo(text);
    }

    @Test
    void float16IsRefusedWhereverAProcessorComputes() {
        assertFloat16Refused(Device.CPU, Map.of());
        assertFloat16Refused(GPU, Map.of("small", Device.CPU));
        assertFloat16Refused(Device.CPU, Map.of("small", GPU, "large", GPU));
        assertThatCode(() -> new Resources(
                        GPU, Map.of("small", new Device(true, 1)), Precision.FLOAT16, false, OptionalLong.empty()))
                .doesNotThrowAnyException();
    }

    private static void assertFloat16Refused(Device device, Map<String, Device> own) {
        assertThatThrownBy(() -> new Resources(device, own, Precision.FLOAT16, false, OptionalLong.empty()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("float16")
                .hasMessageContaining("float32 or bfloat16 on the cpu");
    }

    @Test
    void int8IsRefusedWhereverAGpuComputes() {
        for (Resources legal : List.of(
                Resources.of(Device.CPU, Precision.INT8),
                new Resources(Device.CPU, Map.of("small", Device.CPU), Precision.INT8, false, OptionalLong.empty()))) {
            assertThat(legal.transformer("small").precision()).isEqualTo(Precision.INT8);
            assertThat(legal.vae().precision()).isEqualTo(Precision.FLOAT32);
        }
        for (Map<String, Device> own : List.of(Map.<String, Device>of(), Map.of("small", Device.CPU))) {
            assertThatThrownBy(() -> new Resources(GPU, own, Precision.INT8, false, OptionalLong.empty()))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("precision int8 is for the cpu");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void limitsBelowOneByteAreRefused(long bytes) {
        assertThatThrownBy(() -> new Resources(Device.CPU, Map.of(), Precision.FLOAT32, false, OptionalLong.of(bytes)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(String.valueOf(bytes))
                .hasMessageContaining("at least 1");
    }

    @Test
    void rolesThatTheSetLacksAreNamed(@TempDir Path folder) {
        ModelSet set = ModelSet.open(TestModels.fashion32(folder));
        Resources resources =
                new Resources(Device.CPU, Map.of("huge", Device.CPU), Precision.FLOAT32, false, OptionalLong.empty());
        assertThatThrownBy(() -> CoDe.open(set, resources))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("no model 'huge' in fashion32-test; there are [large, small]");
    }

    @Test
    void aDeviceOfItsOwnChangesNoPicture(@TempDir Path folder) {
        ModelSet set = ModelSet.open(TestModels.fashion32(folder));
        Resources own =
                new Resources(Device.CPU, Map.of("small", Device.CPU), Precision.FLOAT32, false, OptionalLong.empty());
        try (CoDe together = CoDe.open(set, Resources.of(Device.CPU, Precision.FLOAT32));
                CoDe apart = CoDe.open(set, own)) {
            Request request = together.request().count(2).build();
            Generation done = apart.generate(request, GenerationObserver.NONE);
            assertSame(
                    done.pictures(),
                    together.generate(request, GenerationObserver.NONE).pictures());
            assertThat(done.device()).isEqualTo("cpu,small=cpu").isEqualTo(apart.device());
        }
    }
}
