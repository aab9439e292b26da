package dev.codevar.verify;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.tensor.Compute;
import dev.codevar.vqvae.Pixels;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The golden tensors, and which of them nobody has compared yet.
 *
 * @param file holds them; stays the caller's
 * @param left the names of those that are left; becomes smaller
 * @param compute where they are compared
 */
record Expected(Checkpoint file, TreeSet<String> left, Compute compute) {

    boolean has(String name) {
        return file.tensors().containsKey(name);
    }

    /** {@return the tensor, where it is compared, and strikes it off the list} */
    Tensor load(String name, ScalarType type) {
        left.remove(name);
        return compute.place(file.load(name, type), type);
    }

    /** {@return the golden pictures in [−1, 1]} */
    Tensor images() {
        return Pixels.fromBytes(load(imageName(), ScalarType.Byte));
    }

    @Nullable
    String optional(String name) {
        return has(name) ? name : null;
    }

    String imageName() {
        return has("image_u8") ? "image_u8" : "vae.image_u8";
    }
}
