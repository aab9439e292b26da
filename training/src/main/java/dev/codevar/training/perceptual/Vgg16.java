package dev.codevar.training.perceptual;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.nn.Conv2d;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The convolutions of VGG16 (Simonyan and Zisserman, 2015): five stages, each convolution rectified, and the side halved between
 * stages. How many channels there are, its file says: 64, 128, 256, 512 and 512 in the published one.
 */
final class Vgg16 implements FeatureMaps {
    /** The smallest side of a picture that a pixel is left of. */
    static final int SMALLEST = 16;

    private static final int[] CONVOLUTIONS = {2, 2, 3, 3, 3};
    /** Of torchvision's file, the matrices behind the convolutions. */
    private static final int[] CLASSIFYING = {0, 3, 6};

    private static final long[] UNIT = {1, 1};
    private static final long[] HALF = {2, 2};
    private static final long[] NONE = {0, 0};

    private final Compute compute;
    private final Owner owner = new Owner();
    private final Tensor shift_1311;
    private final Tensor scale_1311;
    private final List<List<Conv2d>> stages = new ArrayList<>();
    private final List<Integer> channels = new ArrayList<>();

    private Vgg16(Compute compute) {
        this.compute = compute;
        // LPIPS's own: of pictures in [−1, 1], about ImageNet's mean and deviation.
        shift_1311 = owner.own(compute.place(Tensor.create(new float[] {-0.030f, -0.088f, -0.188f}, 1, 3, 1, 1)));
        scale_1311 = owner.own(compute.place(Tensor.create(new float[] {0.458f, 0.448f, 0.450f}, 1, 3, 1, 1)));
    }

    /**
     * @param source has torchvision's names; stays the caller's
     * @param compute where it computes, in float32
     */
    static Vgg16 from(TensorSource source, Compute compute) {
        Libtorch.load();
        try (PointerScope loading = new PointerScope()) {
            Vgg16 made = new Vgg16(compute);
            try {
                made.load(source);
                return made;
            } catch (RuntimeException failed) {
                made.close();
                throw failed;
            }
        }
    }

    private void load(TensorSource source) {
        Weights weights = new Weights(source, compute.type());
        int in = 3;
        int place = 0;
        for (int convolutions : CONVOLUTIONS) {
            List<Conv2d> stage = new ArrayList<>();
            for (int c = 0; c < convolutions; c++) {
                String name = "features." + place + ".";
                int out = channels(source, name + "weight");
                stage.add(Conv2d.same(weights.under(name), in, out, 3, compute, owner));
                in = out;
                // A rectifier lies between convolutions.
                place += 2;
            }
            stages.add(stage);
            channels.add(in);
            // And a pool between stages.
            place++;
        }
        for (int matrix : CLASSIFYING) {
            weights.skip("classifier." + matrix + ".weight");
            weights.skip("classifier." + matrix + ".bias");
        }
        weights.finish();
    }

    private static int channels(TensorSource source, String name) {
        TensorInfo info = source.tensors().get(name);
        if (info == null || info.shape().isEmpty()) {
            throw new BrokenFileException(source.describe() + " is no VGG16: it has no kernels " + name);
        }
        return Math.toIntExact(info.shape().get(0));
    }

    @Override
    public List<Integer> channels() {
        return channels;
    }

    /**
     * @param image_B3hw pictures in [−1, 1], at least {@value #SMALLEST} pixels a side
     * @return relu1_2, relu2_2, relu3_3, relu4_3 and relu5_3, in the scope around this call
     */
    @Override
    public List<Tensor> of(Tensor image_B3hw) {
        List<Tensor> maps = new ArrayList<>();
        Tensor x_Bchw = Scoped.result(() -> image_B3hw.sub(shift_1311).div(scale_1311));
        for (List<Conv2d> stage : stages) {
            if (!maps.isEmpty()) {
                Tensor map_Bchw = x_Bchw;
                x_Bchw = Scoped.result(() -> torch.max_pool2d(map_Bchw, HALF, HALF, NONE, UNIT, false));
            }
            for (Conv2d convolution : stage) {
                x_Bchw = Scoped.next(x_Bchw, x -> convolution.apply(x).relu_());
            }
            maps.add(x_Bchw);
        }
        return maps;
    }

    @Override
    public void close() {
        owner.close();
    }
}
