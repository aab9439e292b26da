package dev.codevar.evaluation.classifier;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained classifier in float32, immutable once made: pictures of 8 bits to their features and classes. On a processor pictures
 * go through one at a time, so that a picture's features are the same to the last bit, whatever stands beside it.
 */
public final class Classifier implements AutoCloseable {
    private static final int TOGETHER_ON_CUDA = 64;

    private final ClassifierNetwork network;
    private final Compute compute;
    private final Owner owner = new Owner();

    /**
     * @param source holds every tensor of the layout and nothing else
     * @param device where it runs
     */
    Classifier(TensorSource source, ClassifierShape layout, Device device) {
        compute = new Compute(device, Precision.FLOAT32);
        Libtorch.load();
        Map<String, Tensor> tensors = new HashMap<>();
        try (PointerScope loading = new PointerScope()) {
            Weights weights = new Weights(source, compute.type());
            layout.shapes().forEach((name, shape) -> {
                long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
                tensors.put(name, owner.own(compute.place(weights.take(name, sizes))));
            });
            weights.finish();
        } catch (RuntimeException failed) {
            owner.close();
            throw failed;
        }
        network = new ClassifierNetwork(layout, tensors);
    }

    /**
     * Loads a classifier.
     *
     * @param file what came of training a classifier
     * @param device where it runs
     * @throws CodeVarException in one line that names the file, if it is missing, broken, or no classifier
     */
    public static Classifier open(Path file, Device device) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return new Classifier(checkpoint, ClassifierFile.layout(checkpoint), device);
        }
    }

    /** {@return d, how many features a picture has} */
    public int features() {
        return network.layout().features();
    }

    /** {@return k, how many classes there are} */
    public int classes() {
        return network.layout().classes();
    }

    /** {@return the width and height of the pictures that it takes} */
    public int side() {
        return network.layout().side();
    }

    /**
     * @param pictures_B3hw pictures of 8 bits in red, green and blue (B, 3, side, side), of any strides, at least one
     * @return what they are, in the innermost PointerScope
     */
    public Recognised apply(Tensor pictures_B3hw) {
        if (pictures_B3hw.dim() != 4
                || pictures_B3hw.size(0) < 1
                || pictures_B3hw.size(1) != ClassifierShape.COLOURS
                || pictures_B3hw.size(2) != side()
                || pictures_B3hw.size(3) != side()
                || pictures_B3hw.scalar_type().value != ScalarType.Byte.value) {
            throw new InvalidInputException(
                    "this classifier takes pictures of 8 bits as (B, 3, " + side() + ", " + side() + "), at least one");
        }
        int together = compute.device().cuda() ? TOGETHER_ON_CUDA : 1;
        Tensor both_Bn = Scoped.result(() -> {
            TensorVector parts = new TensorVector();
            for (long first = 0; first < pictures_B3hw.size(0); first += together) {
                Tensor some = pictures_B3hw.narrow(0, first, Math.min(together, pictures_B3hw.size(0) - first));
                parts.push_back(Scoped.result(() -> both(some)));
            }
            return torch.cat(parts, 0);
        });
        Tensor features_Bd =
                Scoped.result(() -> both_Bn.narrow(1, 0, features()).contiguous());
        Tensor logits_Bk = Scoped.next(
                both_Bn, both -> both.narrow(1, features(), classes()).contiguous());
        return new Recognised(features_Bd, logits_Bk);
    }

    /** {@return features and logits side by side, on the processor} */
    private Tensor both(Tensor pictures_B3hw) {
        Tensor placed_B3hw = compute.place(pictures_B3hw, ScalarType.Byte).contiguous();
        Tensor features_Bd = network.features(ClassifierNetwork.input(placed_B3hw, ScalarType.Float));
        return torch.cat(new TensorVector(features_Bd, network.logits(features_Bd)), 1)
                .cpu();
    }

    /** {@return what it computes, on the frozen weights} */
    public ClassifierNetwork network() {
        return network;
    }

    /** Frees the weights. */
    @Override
    public void close() {
        owner.close();
    }
}
