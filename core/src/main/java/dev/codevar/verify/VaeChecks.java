package dev.codevar.verify;

import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Compares the VQ-VAE: features, token ids, latent, reconstruction, and the teacher-forcing input that follows. Encoder and quantizer
 * are float32 in every precision, so only the reconstruction may differ more in 16 bits.
 */
final class VaeChecks {
    private static final int PICTURES = 1;

    private final GoldenCase golden;
    private final VqVae vae;
    private final Expected expected;
    private final Consumer<Check> report;

    VaeChecks(GoldenCase golden, VqVae vae, Expected expected, Consumer<Check> report) {
        this.golden = golden;
        this.vae = vae;
        this.expected = expected;
        this.report = report;
    }

    void run() {
        if (!expected.has(expected.imageName())) {
            return;
        }
        Scoped.value(() -> {
            Tensor image_B3hw = expected.images();
            numbers("vae.f", vae.features(image_B3hw));
            Encoding encoding = vae.encode(image_B3hw);
            int scales = golden.vae().pyramid().scales();
            for (int k = 0; k < scales; k++) {
                ids("vae.idx." + k, encoding.ids().get(k));
            }
            ids("vae.idx", torch.cat(new TensorVector(encoding.ids().toArray(Tensor[]::new)), 1));
            Tensor f_hat_BEPP = encoding.f_hats().get(scales - 1);
            numbers("vae.f_hat.last", f_hat_BEPP);
            if (expected.has("vae.reconstruction")) {
                reconstruction(f_hat_BEPP);
            }
            if (expected.has("var_input")) {
                numbers("var_input", teacherForcingInput(vae, encoding));
            }
            return 0;
        });
    }

    /** Kept in [−1, 1] by the tiny cases and in [0, 1] by fashion32: the golden values themselves tell. */
    private void reconstruction(Tensor f_hat_BEPP) {
        boolean signed =
                expected.load("vae.reconstruction", ScalarType.Float).min().item_float() < 0;
        Tensor decoded_B3hw = vae.decode(f_hat_BEPP);
        ofPictures(vae)
                .compare(
                        "vae.reconstruction",
                        expected.load("vae.reconstruction", ScalarType.Float),
                        signed ? decoded_B3hw : Pixels.unit(decoded_B3hw))
                .forEach(report);
    }

    /** {@return by how much decoded pictures may differ} */
    static Allowance ofPictures(VqVae vae) {
        Precision precision = vae.compute().precision();
        return Allowance.of(precision, Verification.IMAGES, Rounding.ofDecoder(vae.config(), precision), PICTURES);
    }

    /** {@return the inputs of scales 1 to K−1 that a picture's own tokens make (B, L − l_0, E)} */
    static Tensor teacherForcingInput(VqVae vae, Encoding encoding) {
        TensorVector inputs = new TensorVector();
        for (int k = 1; k < encoding.ids().size(); k++) {
            inputs.push_back(vae.quantizer().inputOf(k, encoding.f_hats().get(k - 1)));
        }
        return torch.cat(inputs, 1);
    }

    private void numbers(String name, Tensor got) {
        if (expected.has(name)) {
            report.accept(
                    TensorComparison.numbers(name, expected.load(name, ScalarType.Float), got, Verification.IMAGES));
        }
    }

    private void ids(String name, Tensor got) {
        if (expected.has(name)) {
            report.accept(TensorComparison.ids(name, expected.load(name, ScalarType.Int), got));
        }
    }
}
