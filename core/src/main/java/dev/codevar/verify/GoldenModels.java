package dev.codevar.verify;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.model.VarModel;
import dev.codevar.models.Recognition;
import dev.codevar.tensor.Compute;
import dev.codevar.vqvae.VqVae;

/**
 * The three models of a golden case.
 *
 * @param vae the VQ-VAE
 * @param drafter the large transformer
 * @param refiner the small transformer
 */
record GoldenModels(VqVae vae, VarModel drafter, VarModel refiner) implements AutoCloseable {

    static GoldenModels open(GoldenWeights weights, Compute compute) {
        GoldenCase golden = weights.golden();
        VqVae vae = vae(golden, weights.vae(), compute);
        try {
            VarModel drafter = transformer(golden, weights.drafter(), compute);
            try {
                return new GoldenModels(vae, drafter, transformer(golden, weights.refiner(), compute));
            } catch (RuntimeException failed) {
                drafter.close();
                throw failed;
            }
        } catch (RuntimeException failed) {
            vae.close();
            throw failed;
        }
    }

    private static VqVae vae(GoldenCase golden, TensorSource opened, Compute compute) {
        try (TensorSource source = opened) {
            return new VqVae(source, golden.vae(), compute.beside());
        }
    }

    private static VarModel transformer(GoldenCase golden, TensorSource opened, Compute compute) {
        try (TensorSource source = opened) {
            return new VarModel(source, golden.transformer(Recognition.depth(source)), compute);
        }
    }

    @Override
    public void close() {
        refiner.close();
        drafter.close();
        vae.close();
    }
}
