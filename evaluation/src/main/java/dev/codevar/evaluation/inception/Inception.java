package dev.codevar.evaluation.inception;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The Inception network of 2015 in float32, immutable once made: pictures of 8 bits to the activations that scores are computed
 * from. On a processor pictures go through one at a time, which costs hardly more than many together: oneDNN rounds a batch
 * differently, and so a picture has the same activations to the last bit, whatever batch or shard it is in.
 */
public final class Inception implements AutoCloseable {
    /** Side of the pictures that the network sees; others are resized. */
    public static final int SIDE = 299;

    private static final int SPATIAL_CHANNELS = 7;
    private static final int TOGETHER_ON_CUDA = 64;

    private final Architecture architecture;
    private final Compute compute;
    private final Owner owner = new Owner();
    private final Map<String, Convolution> convolutions = new HashMap<>();
    private final Tensor classes_fk;

    /**
     * @param source holds every tensor of the network, by the names that PyTorch ports gave them, and nothing else
     * @param device where it runs
     */
    public Inception(TensorSource source, Device device) {
        this(Architecture.PUBLISHED, source, device);
    }

    Inception(Architecture architecture, TensorSource source, Device device) {
        this.architecture = architecture;
        this.compute = new Compute(device, Precision.FLOAT32);
        Libtorch.load();
        try (PointerScope loading = new PointerScope()) {
            Weights weights = new Weights(source, compute.type());
            for (PlacedUnit placed : architecture.units()) {
                Weights own = weights.under(placed.name() + ".");
                convolutions.put(placed.name(), new Convolution(own, placed.in(), placed.unit(), compute, owner));
            }
            int classes = architecture.classes();
            classes_fk = owner.own(compute.place(weights.take("fc.weight", classes, architecture.features()))
                    .t());
            weights.take("fc.bias", classes);
            weights.finish();
        } catch (RuntimeException failed) {
            owner.close();
            throw failed;
        }
    }

    /**
     * Loads the network.
     *
     * @param file the weights as {@link InceptionWeights#open} takes them
     * @param device where it runs
     */
    public static Inception open(Path file, Device device) {
        try (TensorSource source = InceptionWeights.open(file)) {
            return new Inception(source, device);
        }
    }

    /** {@return every tensor's name and sizes, outermost first: what to make random weights of} */
    public static Map<String, List<Long>> tensors() {
        return Architecture.PUBLISHED.tensors();
    }

    /**
     * @param pictures_B3hw pictures of 8 bits in red, green and blue (B, 3, h, w), of any size and strides, at least one
     * @return their activations, in the innermost PointerScope
     */
    public Activations apply(Tensor pictures_B3hw) {
        if (pictures_B3hw.dim() != 4
                || pictures_B3hw.size(1) != Places.COLOURS
                || pictures_B3hw.numel() == 0
                || pictures_B3hw.scalar_type().value != ScalarType.Byte.value) {
            throw new InvalidInputException(
                    "Inception takes pictures of 8 bits as (B, 3, height, width), at least one");
        }
        int together = compute.device().cuda() ? TOGETHER_ON_CUDA : 1;
        return Activations.scoped(() -> {
            List<Tensor> parts = new ArrayList<>();
            for (long first = 0; first < pictures_B3hw.size(0); first += together) {
                Tensor some = pictures_B3hw.narrow(0, first, Math.min(together, pictures_B3hw.size(0) - first));
                parts.add(Scoped.result(() -> activations(some)));
            }
            Tensor all = torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 0);
            int features = architecture.features();
            int spatial = (int) all.size(1) - features - architecture.classes();
            return new Activations(
                    all.narrow(1, 0, features).contiguous(),
                    all.narrow(1, features, spatial).contiguous(),
                    all.narrow(1, features + spatial, architecture.classes()).contiguous());
        });
    }

    /** {@return pool features, spatial features and logits side by side, on the processor} */
    private Tensor activations(Tensor pictures_B3hw) {
        Tensor x_Bchw = input(pictures_B3hw);
        for (Branch branch : architecture.stem()) {
            x_Bchw = run(branch, "", x_Bchw);
        }
        Tensor spatial_Bs = x_Bchw;
        for (InceptionBlock block : architecture.blocks()) {
            x_Bchw = run(block, x_Bchw);
            if (block.name().equals(architecture.spatialBlock())) {
                spatial_Bs = spatial(x_Bchw);
            }
        }
        Tensor pool_Bf = x_Bchw.mean(2, 3);
        return torch.cat(new TensorVector(pool_Bf, spatial_Bs, pool_Bf.mm(classes_fk)), 1)
                .cpu();
    }

    /** The graph's own preparation: resize 0 to 255, then to [−1, 1). */
    private Tensor input(Tensor pictures_B3hw) {
        Tensor values_B3hw = compute.place(pictures_B3hw, ScalarType.Float);
        return GraphResize.apply(values_B3hw, SIDE, compute)
                .sub_(new Scalar(128.0))
                .mul_(new Scalar(1.0 / 128))
                .contiguous(MemoryFormat.ChannelsLast);
    }

    /** The first channels of a block are those of its first branch. Channels vary fastest, as in TensorFlow's own layout. */
    private static Tensor spatial(Tensor x_Bchw) {
        return x_Bchw.narrow(1, 0, SPATIAL_CHANNELS).permute(0, 2, 3, 1).reshape(x_Bchw.size(0), -1);
    }

    private Tensor run(InceptionBlock block, Tensor x_Bchw) {
        return Scoped.result(() -> torch.cat(
                new TensorVector(block.branches().stream()
                        .map(branch -> run(branch, block.name() + ".", x_Bchw))
                        .toArray(Tensor[]::new)),
                1));
    }

    private Tensor run(Branch branch, String prefix, Tensor x_Bchw) {
        return Scoped.result(() -> {
            Tensor inside_Bchw = branch.pool().apply(x_Bchw);
            for (Unit unit : branch.chain()) {
                inside_Bchw = run(unit, prefix, inside_Bchw);
            }
            if (branch.fork().isEmpty()) {
                return inside_Bchw;
            }
            TensorVector sides = new TensorVector();
            for (Unit unit : branch.fork()) {
                sides.push_back(run(unit, prefix, inside_Bchw));
            }
            return torch.cat(sides, 1);
        });
    }

    private Tensor run(Unit unit, String prefix, Tensor x_Bchw) {
        return Objects.requireNonNull(convolutions.get(prefix + unit.name())).apply(x_Bchw);
    }

    /** Frees the weights. */
    @Override
    public void close() {
        owner.close();
    }
}
