package dev.codevar.vqvae;

import org.bytedeco.pytorch.Tensor;

/** One step of the autoencoder: a channels-last map in, a channels-last map out. */
interface Layer {
    Tensor apply(Tensor x_BChw);
}
