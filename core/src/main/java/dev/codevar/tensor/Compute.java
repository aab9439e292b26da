package dev.codevar.tensor;

import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where and how finely something is computed.
 *
 * @param device where tensors live
 * @param precision the number format of weights and matrix products
 * @param layout how pictures and the kernels of convolutions lie in memory
 */
public record Compute(Device device, Precision precision, Layout layout) {

    /** The processor in float32: the exact way. */
    public static final Compute EXACT = new Compute(Device.CPU, Precision.FLOAT32);

    /** In bytes: what decodes send from scale to scale, and no weights. */
    private static final long LARGEST_PINNED = 1 << 20;

    /** As for inference: channels-last. */
    public Compute(Device device, Precision precision) {
        this(device, precision, Layout.CHANNELS_LAST);
    }

    /** {@return where and how finely everything but the transformers' large weights is computed} */
    public Compute beside() {
        return new Compute(device, precision.beside(), layout);
    }

    /** {@return the tensor type of weights and matrix products; of what is beside weights in 8 bits} */
    public ScalarType type() {
        return precision.type();
    }

    /**
     * {@return the tensor type in which libtorch's fused attention is fastest} On processors that is float32: without AMX it multiplies
     * bfloat16 one number at a time (7 GFLOP/s measured against 150 in float32), with AMX it does 1 GFLOP/s below 64 queries.
     */
    public ScalarType attentionType() {
        return device.cuda() ? type() : ScalarType.Float;
    }

    /** {@return {@code tensor} on this device, in the precision of the weights} */
    public Tensor place(Tensor tensor) {
        return place(tensor, type());
    }

    /**
     * {@return {@code tensor} on this device, as {@code type}; the same tensor where nothing has to change} A small one goes to a CUDA
     * device by way of page-locked memory, which libtorch keeps until it has been read: nobody waits for the device then.
     */
    public Tensor place(Tensor tensor, ScalarType type) {
        if (!device.cuda()) {
            // Where the models of a plan lie on different devices, it may come from another.
            return tensor.is_cpu() ? tensor.to(type) : tensor.to(device.handle(), type);
        }
        return tensor.is_cpu() && tensor.nbytes() <= LARGEST_PINNED
                ? begin(tensor, type)
                : tensor.to(device.handle(), type);
    }

    /**
     * {@return {@code tensor} of the processor's on this device, as it is; the same tensor on the processor} However large it is, nobody
     * waits until it is there. For what is sent in every step, and few others: page-locked memory is kept for the next.
     */
    public Tensor send(Tensor tensor) {
        return device.cuda() ? begin(tensor, tensor.scalar_type()) : tensor;
    }

    private Tensor begin(Tensor tensor, ScalarType type) {
        Tensor typed = tensor.to(type);
        Tensor pinned = device.standIn() ? typed : typed.pin_memory();
        return pinned.to(device.handle(), type, true, false, new MemoryFormatOptional());
    }

    /** {@return the same device and layout, in float32} */
    public Compute exact() {
        return new Compute(device, Precision.FLOAT32, layout);
    }

    /** {@return the same with pictures in another layout} */
    public Compute in(Layout other) {
        return new Compute(device, precision, other);
    }

    /** {@return options for new tensors on this device, of {@code type}} */
    public TensorOptions options(ScalarType type) {
        return new TensorOptions(type).device(new DeviceOptional(device.handle()));
    }
}
