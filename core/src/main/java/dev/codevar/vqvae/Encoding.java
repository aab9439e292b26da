package dev.codevar.vqvae;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Pictures as token maps.
 *
 * @param ids per scale the token ids (B, l_k), int64
 * @param f_hats per scale the latent picture so far (B, E, P, P), float32
 */
public record Encoding(List<Tensor> ids, List<Tensor> f_hats) {}
