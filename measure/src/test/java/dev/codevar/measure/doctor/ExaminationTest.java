package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.StandIn;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The checks themselves, at a published transformer's shapes and the published VQ-VAE's widths, of pictures of a quarter of the side. */
@Tag("slow")
class ExaminationTest {

    /** As on CUDA: nothing is mixed with tensors of the processor's. Of few channels rounding is more than of many. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void smallShapesAreRightOnAnotherDevice() {
        Pyramid pyramid = Pyramid.of(1, 2, 4);
        VqVaeConfig vae = new VqVaeConfig(32, 4, 32, List.of(1, 2), 1, true, true, 4, pyramid);
        Models models = new Models(List.of(new VarConfig(2, 10, 32, 4, false, pyramid)), vae);
        List<Message> said = new ArrayList<>();
        Examination.run(models, StandIn.device(), said::add);
        assertThat(said.stream().map(Message::checked).filter(Objects::nonNull))
                .hasSizeGreaterThan(100)
                .allSatisfy(checked -> assertThat(checked.error()).isNotNull().isLessThan(2 * checked.bound()));
    }

    @Test
    void publishedShapesAreRightHere() {
        Models models = new Models(List.of(VarConfig.ofDepth(16)), VqVaeConfig.published(Pyramid.of(1, 2, 3, 4)));
        List<Message> said = new ArrayList<>();
        Examination.run(models, Device.CPU, said::add);
        List<Checked> checks =
                said.stream().map(Message::checked).filter(Objects::nonNull).toList();
        assertThat(checks).allMatch(Checked::holds, "all that it should");
        assertThat(checks)
                .extracting(Checked::what)
                .contains(
                        "attn.proj 1024→1024, 72 rows",
                        "ada_lin.1 1024→6144, 2 rows",
                        "word_embed 32→1024, 72 rows",
                        "attention, 16 heads, 256 queries, 680 keys",
                        "spatial attention 640, 4x4 pixels",
                        "convolution 3x3, stride 2, 160→160, 32x32 pixels",
                        "convolution 1x1 640→1920, 4x4 pixels",
                        "group norm with SiLU 160, 64x64 pixels");
    }
}
