package dev.codevar.nn;

import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** libtorch's own product, with the weight as it is. */
final class PlainProduct implements Product {
    private final Tensor weight_OI;
    private final TensorOptional bias_O;

    PlainProduct(Tensor placed_OI, @Nullable Tensor bias_O, Owner owner) {
        weight_OI = owner.own(Scoped.result(placed_OI::contiguous));
        this.bias_O = owner.own(bias_O == null ? new TensorOptional() : new TensorOptional(bias_O));
    }

    @Override
    public Tensor apply(Tensor x_rI, boolean withGelu) {
        Tensor y_rO = torch.linear(x_rI, weight_OI, bias_O);
        return withGelu ? torch.gelu(y_rO, "tanh") : y_rO;
    }
}
