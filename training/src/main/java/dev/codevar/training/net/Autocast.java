package dev.codevar.training.net;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Within the braces, on this thread and on the processor, matrix products and convolutions run in another precision, their
 * inputs converted on the way in; parameters and losses stay as they are.
 */
public final class Autocast implements AutoCloseable {
    private final boolean enabledBefore = torch.is_autocast_enabled(DeviceType.CPU);
    private final boolean cachedBefore = torch.is_autocast_cache_enabled();

    /**
     * @param products what products run in: float32, which is what parameters are in, or bfloat16
     */
    Autocast(Precision products) {
        requireLegal(products);
        // A cache of converted weights would outlive the step that changes them.
        torch.set_autocast_cache_enabled(false);
        torch.set_autocast_dtype(DeviceType.CPU, Precision.BFLOAT16.type());
        torch.set_autocast_enabled(DeviceType.CPU, products == Precision.BFLOAT16);
    }

    /** {@return what {@code body} computes within such braces, in float32 and in the scope around this call} */
    public static Tensor result(Precision products, Supplier<Tensor> body) {
        try (Autocast casting = new Autocast(products)) {
            return Scoped.result(() -> body.get().to(ScalarType.Float));
        }
    }

    /** {@return the same precision, if products can run in it} */
    static Precision requireLegal(Precision products) {
        if (products != Precision.FLOAT32 && products != Precision.BFLOAT16) {
            throw new InvalidInputException(
                    "training in " + products.label() + " is not possible: use float32 or bfloat16");
        }
        return products;
    }

    @Override
    public void close() {
        torch.set_autocast_enabled(DeviceType.CPU, enabledBefore);
        torch.set_autocast_cache_enabled(cachedBefore);
    }
}
