package dev.codevar.training.task.vqvae;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.training.AdamW;
import dev.codevar.training.Fall;
import dev.codevar.training.Schedule;
import dev.codevar.training.net.PatchDiscriminator;
import dev.codevar.training.net.PatchNorm;

/**
 * How a VQ-VAE learns against a discriminator.
 *
 * @param weight of the discriminator's judgement, times what balances its gradient with the reconstruction's; 0 for none
 * @param start the step, from 0, from which on there is one
 * @param learningRate the discriminator's largest; it rises and falls with the VQ-VAE's
 * @param beta1 how much of its AdamW's mean gradient stays
 * @param beta2 how much of its mean squared gradient stays
 * @param width channels of its first convolution, a multiple of 8
 * @param layers how many of its convolutions halve the picture
 * @param norm what is between them: group, batch or none
 */
public record AdversarialOptions(
        double weight, int start, double learningRate, double beta1, double beta2, int width, int layers, String norm) {

    public AdversarialOptions {
        VqVaeTask.Options.require("adversarial weight", weight);
        if (start < 0) {
            throw new InvalidInputException("adversarial start " + start + " is not at least 0");
        }
        // What these are made of, they check.
        schedule(learningRate);
        optimiser(beta1, beta2);
        shape(width, layers, norm);
    }

    private static Schedule schedule(double learningRate) {
        return new Schedule(learningRate, 0, Fall.COSINE, 0, 1);
    }

    private static AdamW.Settings optimiser(double beta1, double beta2) {
        return new AdamW.Settings(beta1, beta2, 1e-8, 0);
    }

    private static PatchDiscriminator.Shape shape(int width, int layers, String norm) {
        return new PatchDiscriminator.Shape(width, layers, PatchNorm.named(norm));
    }

    AdamW.Settings optimiser() {
        return optimiser(beta1, beta2);
    }

    PatchDiscriminator.Shape shape() {
        return shape(width, layers, norm);
    }
}
