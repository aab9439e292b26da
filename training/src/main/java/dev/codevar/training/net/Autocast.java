package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Within the braces, on this thread and on one kind of device, matrix products and convolutions run in another precision, their
 * inputs converted on the way in; parameters and losses stay as they are.
 */
public final class Autocast implements AutoCloseable {
    private final DeviceType device;
    private final boolean enabledBefore;
    private final boolean cachedBefore = torch.is_autocast_cache_enabled();

    /**
     * @param products where and in what products run: in float32, which is what parameters are in, or bfloat16
     */
    Autocast(Compute products) {
        requireLegal(products);
        device = products.device().cuda() ? DeviceType.CUDA : DeviceType.CPU;
        enabledBefore = torch.is_autocast_enabled(device);
        // A cache of converted weights would outlive the step that changes them.
        torch.set_autocast_cache_enabled(false);
        torch.set_autocast_dtype(device, Precision.BFLOAT16.type());
        torch.set_autocast_enabled(device, products.precision() == Precision.BFLOAT16);
    }

    /** {@return what {@code body} computes within such braces, in float32 and in the scope around this call} */
    public static Tensor result(Compute products, Supplier<Tensor> body) {
        try (Autocast casting = new Autocast(products)) {
            return Scoped.result(() -> body.get().to(ScalarType.Float));
        }
    }

    /** {@return the same, if products can run in it} */
    static Compute requireLegal(Compute products) {
        if (products.precision() != Precision.FLOAT32 && products.precision() != Precision.BFLOAT16) {
            throw new InvalidInputException(
                    "training in " + products.precision().label() + " is not possible: use float32 or bfloat16");
        }
        return products;
    }

    @Override
    public void close() {
        torch.set_autocast_enabled(device, enabledBefore);
        torch.set_autocast_cache_enabled(cachedBefore);
    }
}
