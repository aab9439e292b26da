package dev.codevar.measure.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;
import org.junit.jupiter.api.Test;

/** What is checked, against the published models' layers written out by hand. */
class LayersTest {
    private static final VqVaeConfig VAE = VqVaeConfig.published(Pyramid.IMAGENET_256);

    @Test
    void aTransformersProductsAreAllFound() {
        assertThat(Multiplied.of(VarConfig.ofDepth(16)))
                .extracting(Multiplied::toString)
                .containsExactlyInAnyOrder(
                        "word_embed 32→1024",
                        "ada_lin.1 1024→6144",
                        "attn.mat_qkv 1024→3072",
                        "attn.proj 1024→1024",
                        "ffn.fc1 with GELU 1024→4096",
                        "ffn.fc2 4096→1024",
                        "head_nm.ada_lin.1 1024→2048",
                        "head 1024→4096");
        assertThat(Multiplied.of(VarConfig.ofDepth(36)))
                .extracting(Multiplied::toString)
                .contains("shared_ada_lin.1 2304→13824")
                .hasSize(8);
    }

    @Test
    void theLayersThatDrawAPictureAreAllFound() {
        assertThat(MapLayer.of(VAE, Precision.BFLOAT16))
                .extracting(MapLayer::toString)
                .containsExactlyInAnyOrder(
                        "convolution 3x3 32→32, 16x16 pixels",
                        "convolution 3x3 32→640, 16x16 pixels",
                        "convolution 3x3 640→640, 16x16 pixels",
                        "convolution 1x1 640→1920, 16x16 pixels",
                        "convolution 1x1 640→640, 16x16 pixels",
                        "convolution 3x3 640→640, 32x32 pixels",
                        "convolution 3x3 640→320, 32x32 pixels",
                        "convolution 1x1 640→320, 32x32 pixels",
                        "convolution 3x3 320→320, 32x32 pixels",
                        "convolution 3x3 320→320, 64x64 pixels",
                        "convolution 3x3 320→320, 128x128 pixels",
                        "convolution 3x3 320→160, 128x128 pixels",
                        "convolution 1x1 320→160, 128x128 pixels",
                        "convolution 3x3 160→160, 128x128 pixels",
                        "convolution 3x3 160→160, 256x256 pixels",
                        "convolution 3x3 160→3, 256x256 pixels",
                        "spatial attention 640, 16x16 pixels",
                        "group norm 640, 16x16 pixels",
                        "group norm with SiLU 640, 16x16 pixels",
                        "group norm with SiLU 640, 32x32 pixels",
                        "group norm with SiLU 320, 32x32 pixels",
                        "group norm with SiLU 320, 64x64 pixels",
                        "group norm with SiLU 320, 128x128 pixels",
                        "group norm with SiLU 160, 128x128 pixels",
                        "group norm with SiLU 160, 256x256 pixels");
    }

    @Test
    void inFloat32TheEncodersLayersAreThereToo() {
        assertThat(MapLayer.of(VAE, Precision.FLOAT32))
                .containsAll(MapLayer.of(VAE, Precision.BFLOAT16))
                .extracting(MapLayer::toString)
                .contains(
                        "convolution 3x3 3→160, 256x256 pixels",
                        "convolution 3x3, stride 2, 160→160, 128x128 pixels",
                        "convolution 3x3, stride 2, 160→160, 64x64 pixels",
                        "convolution 3x3, stride 2, 320→320, 32x32 pixels",
                        "convolution 3x3, stride 2, 320→320, 16x16 pixels",
                        "convolution 3x3 160→320, 64x64 pixels",
                        "convolution 3x3 320→640, 16x16 pixels",
                        "convolution 3x3 640→32, 16x16 pixels");
    }
}
