package dev.codevar.decode.token;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * What is kept of another picture while this one is drawn: zero-shot inpainting, outpainting and class-conditional editing
 * (VAR, section 5.3).
 *
 * @param f_hats_1EPP per scale the other picture's latent so far, float32
 * @param mask_11PP 1 where the picture is made anew, 0 where the other is kept, float32
 */
public record Edit(List<Tensor> f_hats_1EPP, Tensor mask_11PP) {
    public Edit {
        f_hats_1EPP = List.copyOf(f_hats_1EPP);
    }
}
