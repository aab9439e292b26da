package dev.codevar.training.perceptual;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Layout;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How different pictures look to a network, as LPIPS (Zhang and others, 2018) has it: its feature maps, every place's channels
 * made a vector of length 1, and their squared differences weighted by channel, averaged over places and added up over maps. The
 * network stays as it is; gradients go to the pictures.
 */
public final class PerceptualDistance implements AutoCloseable {
    /** Added to every vector's length, as published. */
    private static final double EPSILON = 1e-10;

    private static final long[] CHANNELS = {1};

    private final FeatureMaps network;
    private final List<Tensor> weights_1c11;
    private final Owner owner;

    private PerceptualDistance(FeatureMaps network, List<Tensor> weights_1c11, Owner owner) {
        this.network = network;
        this.weights_1c11 = weights_1c11;
        this.owner = owner;
    }

    /**
     * LPIPS on VGG16.
     *
     * @param vgg torchvision's VGG16, {@code vgg16-397923af.pth}: {@code features.N.weight} and {@code .bias}
     * @param lins LPIPS's weights of its channels, {@code vgg.pth} of version 0.1: {@code lin0.model.1.weight} to {@code lin4}
     * @param side of the pictures to compare
     * @param device where they are
     */
    public static PerceptualDistance lpips(Path vgg, Path lins, int side, Device device) {
        if (side < Vgg16.SMALLEST) {
            throw new InvalidInputException("pictures of " + side + " pixels a side are too small for LPIPS: at least "
                    + Vgg16.SMALLEST + " are legal");
        }
        try (Checkpoint network = Checkpoint.open(vgg);
                Checkpoint channels = Checkpoint.open(lins)) {
            return lpips(network, channels, new Compute(device, Precision.FLOAT32, Layout.CHANNELS_FIRST));
        }
    }

    private static PerceptualDistance lpips(TensorSource vgg, TensorSource lins, Compute compute) {
        return of(Vgg16.from(vgg, compute), (network, owner) -> {
            Weights weights = new Weights(lins, ScalarType.Float);
            List<Tensor> weights_1c11 = new ArrayList<>();
            for (int channels : network.channels()) {
                String name = "lin" + weights_1c11.size() + ".model.1.weight";
                weights_1c11.add(owner.own(compute.place(weights.take(name, 1, channels, 1, 1))));
            }
            weights.finish();
            return weights_1c11;
        });
    }

    /**
     * The same by another network, where every channel has the weight 1: a distance of its own, for pictures that VGG16 is too
     * large for.
     *
     * @param network freed with this
     * @param device where it computes
     */
    public static PerceptualDistance unweighted(FeatureMaps network, Device device) {
        return of(network, (same, owner) -> {
            Compute compute = new Compute(device, Precision.FLOAT32);
            Tensor one_1111 = owner.own(torch.ones(new long[] {1, 1, 1, 1}, compute.options(ScalarType.Float)));
            return Collections.nCopies(same.channels().size(), one_1111);
        });
    }

    private static PerceptualDistance of(
            FeatureMaps network, BiFunction<FeatureMaps, Owner, List<Tensor>> weights_1c11) {
        Owner owner = new Owner();
        try (PointerScope making = new PointerScope()) {
            return new PerceptualDistance(network, weights_1c11.apply(network, owner), owner);
        } catch (RuntimeException failed) {
            owner.close();
            network.close();
            throw failed;
        }
    }

    /**
     * @param made_B3hw pictures in about [−1, 1], float32
     * @param image_B3hw what they should look like; it gets no gradient
     * @return the mean distance of the pairs, a scalar in float32, in the scope around this call
     */
    public Tensor between(Tensor made_B3hw, Tensor image_B3hw) {
        return Scoped.result(() -> {
            List<Tensor> made = network.of(made_B3hw);
            List<Tensor> real = network.of(image_B3hw.detach());
            Tensor sum = torch.zeros(new long[0], made_B3hw.options());
            for (int i = 0; i < weights_1c11.size(); i++) {
                Tensor made_Bchw = made.get(i);
                Tensor real_Bchw = real.get(i);
                Tensor weight_1c11 = weights_1c11.get(i);
                sum = Scoped.next(sum, before -> before.add(ofMaps(made_Bchw, real_Bchw, weight_1c11)));
            }
            return sum;
        });
    }

    private static Tensor ofMaps(Tensor made_Bchw, Tensor real_Bchw, Tensor weight_1c11) {
        return direction(made_Bchw)
                .sub(direction(real_Bchw))
                .square()
                .mul(weight_1c11)
                .sum(CHANNELS, false, new ScalarTypeOptional())
                .mean();
    }

    /** {@return every place's channels as a vector of length 1, or 0 where all are 0} */
    private static Tensor direction(Tensor map_Bchw) {
        return Scoped.result(() -> {
            Tensor x_Bchw = map_Bchw.to(ScalarType.Float);
            // Unlike the root of a sum, a norm has a gradient at 0.
            Tensor length_B1hw = x_Bchw.norm(new ScalarOptional(new Scalar(2.0)), CHANNELS, true);
            return x_Bchw.div(length_B1hw.add(new Scalar(EPSILON)));
        });
    }

    /** Frees the network. */
    @Override
    public void close() {
        owner.close();
        network.close();
    }
}
