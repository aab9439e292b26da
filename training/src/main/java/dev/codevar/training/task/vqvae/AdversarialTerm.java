package dev.codevar.training.task.vqvae;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Figures;
import dev.codevar.training.Moment;
import dev.codevar.training.Opponent;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.Autocast;
import dev.codevar.training.net.PatchDiscriminator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * VQGAN's adversarial term (Esser and others, 2021): made pictures should look real to a discriminator, which learns at the same
 * time to tell them from real ones by the hinge loss.
 */
public final class AdversarialTerm implements AutoCloseable {
    /** Beside the norm that is divided by. */
    private static final double EPSILON = 1e-4;

    private static final double LARGEST = 1e4;

    private final AdversarialOptions options;
    private final Compute compute;
    private final Parameters parameters;
    private final PatchDiscriminator learning;
    private final PatchDiscriminator judging;
    private final Owner owner = new Owner();

    /**
     * What a batch gave.
     *
     * @param value to be added to the VQ-VAE's loss, with its graph
     * @param opponents the discriminator's own loss, with its graph
     * @param figures of both
     */
    record Played(Tensor value, Tensor opponents, Figures figures) {}

    /**
     * @param side of the pictures
     * @param seed where the discriminator's first numbers come from
     * @param compute where the pictures are, and in what convolutions run
     */
    public AdversarialTerm(AdversarialOptions options, int side, long seed, Compute compute) {
        int smallest = options.shape().smallestSide();
        if (side < smallest) {
            throw new InvalidInputException(
                    "pictures of " + side + " pixels a side are too small for a discriminator of " + options.layers()
                            + " layers: at least " + smallest + " are legal");
        }
        this.options = options;
        this.compute = compute;
        parameters = Parameters.of(options.shape().shapes(), new DiscriminatorInitialisation(seed), compute.device());
        learning = new PatchDiscriminator(options.shape(), parameters.leaves());
        Map<String, Tensor> frozen = new LinkedHashMap<>();
        try (PointerScope making = new PointerScope()) {
            // Other handles on the same numbers, through which no gradient reaches them.
            parameters.leaves().forEach((name, leaf) -> frozen.put(name, owner.own(leaf.detach())));
        }
        judging = new PatchDiscriminator(options.shape(), frozen);
    }

    /** {@return the discriminator, as the loop trains it} */
    Opponent opponent() {
        return new Opponent(
                "discriminator",
                parameters,
                AdamW.MATRICES,
                options.optimiser(),
                options.learningRate(),
                options.start());
    }

    /** {@return whether there is a discriminator yet} */
    boolean plays(Moment moment) {
        return moment.step() >= options.start();
    }

    /**
     * @param made_B3hw what the VQ-VAE made, with its graph
     * @param image_B3hw what it should have made
     * @param difference how far they are apart without this term, with its graph
     * @param last the weight of the VQ-VAE's last convolution, at which gradients are balanced
     */
    Played against(Tensor made_B3hw, Tensor image_B3hw, Tensor difference, Tensor last) {
        Tensor unreal = logits(judging, made_B3hw).mean().neg();
        Tensor balance = balance(difference, unreal, last);
        Tensor real = logits(learning, image_B3hw);
        Tensor made = logits(learning, made_B3hw.detach());
        Figures figures = new Figures();
        figures.put("adversarial", unreal);
        figures.put("adaptive weight", balance);
        figures.put("D(real)", real.mean());
        figures.put("D(made)", made.mean());
        Tensor weight = balance.mul(new Scalar(options.weight())).to(ScalarType.Float);
        return new Played(unreal.mul(weight), hinge(real, made), figures);
    }

    private Tensor logits(PatchDiscriminator discriminator, Tensor x_B3hw) {
        return Autocast.result(compute, () -> discriminator.logits(x_B3hw));
    }

    /** {@return what makes both gradients at {@code last} equally long, within bounds, in float64; NaN where one is not finite} */
    static Tensor balance(Tensor difference, Tensor unreal, Tensor last) {
        return Scoped.result(() -> gradient(difference, last)
                .div(gradient(unreal, last).add(new Scalar(EPSILON)))
                .clamp_max(new Scalar(LARGEST)));
    }

    private static Tensor gradient(Tensor loss, Tensor parameter) {
        return torch.grad(
                        new TensorVector(loss),
                        new TensorVector(parameter),
                        new TensorVector(),
                        new BoolOptional(true),
                        false,
                        false)
                .get(0)
                .norm()
                .to(ScalarType.Double);
    }

    /** {@return the discriminator's loss: 0 where it says at least 1 of real patches, and at most −1 of made ones} */
    static Tensor hinge(Tensor real, Tensor made) {
        Scalar one = new Scalar(1.0);
        Tensor ofReal = real.neg().add(one).relu().mean();
        Tensor ofMade = made.add(one).relu().mean();
        return ofReal.add(ofMade).div(new Scalar(2L));
    }

    /** Frees the discriminator. */
    @Override
    public void close() {
        owner.close();
        parameters.close();
    }
}
