package dev.codevar.vqvae;

import org.bytedeco.pytorch.Tensor;

/** One step of the autoencoder: a map in, a map in the same layout out. */
interface Layer {
    Tensor apply(Tensor x_BChw);
}
