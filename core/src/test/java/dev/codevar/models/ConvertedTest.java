package dev.codevar.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConvertedTest {
    private static final String CODEBOOK = "quantize.embedding.weight";
    private static final String PHI = "quantize.quant_resi.qresi_ls.0.weight";
    private static final String OTHER = "decoder.conv_in.weight";
    private static final VqVaeConfig VAE =
            new VqVaeConfig(8, 4, 32, List.of(1, 1), 1, false, false, 4, Pyramid.of(1, 2, 4));

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** They decide which tokens a picture has. */
    @Test
    void theCodebookAndPhiAreNeverRounded() {
        TensorSource source = new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(VAE), 1);
        TensorSource converted = new Converted(source, Precision.BFLOAT16, () -> {});
        assertThat(converted.tensors().keySet())
                .containsExactlyElementsOf(source.tensors().keySet())
                .contains(CODEBOOK, PHI, OTHER);
        converted
                .tensors()
                .forEach((name, info) -> assertThat(info.type())
                        .as(name)
                        .isEqualTo(name.startsWith("quantize.") ? StoredType.FLOAT32 : StoredType.BFLOAT16));
        Scoped.value(() -> {
            assertThat(same(source, converted, CODEBOOK)).isTrue();
            assertThat(same(source, converted, PHI)).isTrue();
            return assertThat(same(source, converted, OTHER)).isFalse();
        });
    }

    private static boolean same(TensorSource one, TensorSource other, String name) {
        Tensor expected = one.load(name, ScalarType.Float);
        return other.load(name, ScalarType.Float).equal(expected);
    }
}
