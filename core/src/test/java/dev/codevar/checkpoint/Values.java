package dev.codevar.checkpoint;

import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors to numbers and back, for tests. */
final class Values {

    private Values() {}

    /** {@return every element, last index fastest} */
    static double[] of(Tensor tensor) {
        return Scoped.value(() -> {
            Tensor doubles = tensor.to(ScalarType.Double).flatten().contiguous();
            double[] values = new double[(int) doubles.numel()];
            for (int i = 0; i < values.length; i++) {
                values[i] = doubles.get(i).item_double();
            }
            return values;
        });
    }

    /** {@return 1, 2, 3, ... in that shape} */
    static Tensor counting(ScalarType type, long... shape) {
        return Scoped.result(() -> {
            long elements = 1;
            for (long size : shape) {
                elements *= size;
            }
            Tensor numbers =
                    torch.arange(new Scalar(1), new Scalar(elements + 1), new TensorOptions(ScalarType.Double));
            return numbers.to(type).reshape(shape);
        });
    }
}
