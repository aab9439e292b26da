package dev.codevar.training.perceptual;

import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** A frozen network that sees more and more in pictures. */
public interface FeatureMaps extends AutoCloseable {

    /** Opens a network's file. */
    @FunctionalInterface
    interface Opener {
        /**
         * @param file of the network
         * @param side of the pictures that it will be given
         * @param device where it computes
         * @return the network, which the caller closes
         */
        FeatureMaps open(Path file, int side, Device device);
    }

    /** {@return how many channels each map has, from the finest on} */
    List<Integer> channels();

    /**
     * @param image_B3hw pictures in about [−1, 1], float32
     * @return what it sees in them (B, c, h, w), from the finest on, with a gradient where the pictures have one
     */
    List<Tensor> of(Tensor image_B3hw);

    /** Frees the network. */
    @Override
    void close();
}
