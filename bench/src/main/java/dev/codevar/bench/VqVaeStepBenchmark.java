package dev.codevar.bench;

import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.training.task.vqvae.VqVaeInitialisation;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BoolPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** How much of a VQ-VAE's training step is its convolutions? */
public class VqVaeStepBenchmark extends TrainingStepBenchmark {
    private static final Pattern LEVEL = Pattern.compile("\\.(?:down|up)\\.(\\d+)\\.");
    private static final long[] UNIT = {1, 1};
    private static final long[] UNPADDED = {0, 0};

    /** Channels of the first level and pictures a step: 32 is fashion32's autoencoder, 160 the published one. */
    @Param({"32x64", "160x1"})
    String model = "32x64";

    private VqVaeConfig config;
    private VqVaeTraining training;
    private Tensor image_B3hw;

    /** Makes a model, a batch and the operands of its convolutions. */
    @Setup
    public void prepare() {
        int width = (int) sizes(model)[0];
        long batch = sizes(model)[1];
        config = width < 160
                ? new VqVaeConfig(512, 16, width, List.of(1, 2, 2), 1, false, true, 4, SMALL_WORLD)
                : VqVaeConfig.published(Pyramid.IMAGENET_256);
        Parameters parameters = Parameters.of(
                VqVaeTensors.shapes(config),
                new VqVaeInitialisation(config, 1),
                compute().device());
        train(parameters);
        training = new VqVaeTraining(parameters.leaves(), config, compute());
        int side = config.pictureSide();
        image_B3hw = differentiable(
                () -> compute().send(torch.randn(batch, 3, side, side).tanh()));
        VqVaeTensors.shapes(config).forEach((name, shape) -> {
            if (shape.size() == 4 && !name.startsWith("quantize.")) {
                addConvolution(name, shape, batch);
            }
        });
        // A scale each has the quantizer's φ, of which a few are shared.
        for (int k = 0; k < config.pyramid().scales(); k++) {
            long channels = config.channels();
            addConvolution("quantize.", List.of(channels, channels, 3L, 3L), batch);
        }
    }

    private void addConvolution(String name, List<Long> shape, long batch) {
        boolean halves = name.contains("downsample");
        long kernel = shape.get(2);
        long to = inputSide(name);
        // What is halved has a row and a column more.
        long from = halves ? to + 1 : to;
        long out = halves ? to / 2 : to;
        long[] stride = halves ? new long[] {2, 2} : UNIT;
        long[] padding = halves ? UNPADDED : new long[] {kernel / 2, kernel / 2};
        Tensor x_BChw = random(precision.type(), batch, shape.get(1), from, from);
        Tensor weight = random(precision.type(), shape.get(0), shape.get(1), kernel, kernel);
        Tensor bias = random(precision.type(), shape.get(0));
        TensorOptional optionalBias = kept(() -> new TensorOptional(bias));
        Tensor gradient_BOhw = random(precision.type(), batch, shape.get(0), out, out);
        BoolPointer all = owner.own(new BoolPointer(3).put(0, true).put(1, true).put(2, true));
        add(() -> torch.conv2d(x_BChw, weight, optionalBias, stride, padding, UNIT, 1));
        add(() -> torch.convolution_backward(
                        gradient_BOhw,
                        x_BChw,
                        weight,
                        new long[] {shape.get(0)},
                        stride,
                        padding,
                        UNIT,
                        false,
                        UNPADDED,
                        1,
                        all)
                .get0());
    }

    /** The side of the map that a convolution is given, padding aside. */
    private long inputSide(String name) {
        Matcher level = LEVEL.matcher(name);
        if (level.find()) {
            int halvings = Integer.parseInt(level.group(1));
            return config.pictureSide() >> (name.contains("upsample") ? halvings - 1 : halvings);
        }
        boolean picture = name.equals("encoder.conv_in.weight") || name.equals("decoder.conv_out.weight");
        return picture ? config.pictureSide() : config.pyramid().finestSide();
    }

    @Override
    Tensor loss() {
        VqVaeTraining.Forward forward = training.forward(image_B3hw);
        return torch.mse_loss(forward.reconstruction_B3hw(), image_B3hw)
                .add(forward.quantized().loss());
    }

    @Override
    public void close() {
        training.close();
        super.close();
    }
}
