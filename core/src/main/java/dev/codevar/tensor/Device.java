package dev.codevar.tensor;

import dev.codevar.fault.InvalidInputException;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where tensors live and are computed.
 *
 * @param cuda whether it is a CUDA device rather than the processor
 * @param index which CUDA device, from 0; 0 for the processor
 * @param standIn whether libtorch's lazy tensors stand in for a CUDA device: the processor computes them, in the way of one, and what
 *     mixes them with the processor's own fails. For tests
 */
public record Device(boolean cuda, int index, boolean standIn) {

    /** The processor. */
    public static final Device CPU = new Device(false, 0);

    /** What stands in for a CUDA device; libtorch must have been told to have such. */
    public static final Device STAND_IN = new Device(true, 0, true);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /** A device that is what it says. */
    public Device(boolean cuda, int index) {
        this(cuda, index, false);
    }

    /**
     * @param name {@code cpu}, {@code cuda} or {@code cuda:i}
     * @return the device of that name, which exists on this machine
     */
    public static Device of(String name) {
        OptionalInt cuda = indexOf(name);
        if (cuda.isEmpty()) {
            return CPU;
        }
        Libtorch.load();
        int devices = torch.hasCUDA() ? (int) torch.getNumGPUs() : 0;
        int index = cuda.getAsInt();
        if (index >= devices) {
            throw new InvalidInputException("device '" + name + "' is not here: this machine and build have " + devices
                    + " CUDA devices (a build with -Pcuda sees them, with CUDA 13 and cuDNN 9 installed); use cpu"
                    + (devices == 0 ? "" : " or cuda:0 to cuda:" + (devices - 1)));
        }
        Device device = new Device(true, index);
        device.begin();
        return device;
    }

    /** Makes CUDA's context there: page-locked memory would otherwise make one on the first device, whichever is asked for. */
    private void begin() {
        try (PointerScope temporaries = new PointerScope()) {
            torch.empty(new long[] {1}, new Compute(this, Precision.FLOAT32).options(ScalarType.Byte), null);
        }
    }

    /** Checks that a name is one of a device, which need not be here: nothing is loaded. */
    public static void requireLegal(String name) {
        indexOf(name);
    }

    /** {@return the index of a CUDA device; empty for the processor} */
    private static OptionalInt indexOf(String name) {
        if (name.equals("cpu")) {
            return OptionalInt.empty();
        }
        Matcher cuda = CUDA.matcher(name);
        if (!cuda.matches()) {
            throw new InvalidInputException("device '" + name + "' is unknown: use cpu, cuda or cuda:i");
        }
        return OptionalInt.of(cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1)));
    }

    /** {@return the fastest precision that this device computes well in} */
    public Precision defaultPrecision() {
        if (cuda) {
            return Precision.FLOAT16;
        }
        return Cpu.multipliesBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    /** Waits until {@code result} is computed: on a CUDA device operations are only begun when they return. */
    public void await(Tensor result) {
        result.reshape(-1).narrow(0, 0, 1).cpu();
    }

    /** {@return the name as commands take it} */
    public String label() {
        if (standIn) {
            return "lazy:" + index;
        }
        return cuda ? "cuda:" + index : "cpu";
    }

    org.bytedeco.pytorch.Device handle() {
        return new org.bytedeco.pytorch.Device(label());
    }
}
