package dev.codevar.tensor;

import dev.codevar.fault.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a machine may be used.
 *
 * @param device where everything is computed that has no device of its own: the VQ-VAE always
 * @param devices by role, transformers that are computed elsewhere
 * @param precision how finely; float16 needs CUDA devices, int8 the processor alone and oneDNN's own library
 * @param lowMemory whether only the transformer at work is kept: less memory, and models are read again for every batch
 * @param maxMemory most bytes that this process may have resident; empty for what the machine has
 */
public record Resources(
        Device device, Map<String, Device> devices, Precision precision, boolean lowMemory, OptionalLong maxMemory) {
    /** In what {@link #parseDevices} returns, the key of everything that has no device of its own. */
    public static final String EVERYTHING_ELSE = "";

    public Resources {
        devices = Map.copyOf(devices);
        boolean onCpu = !device.cuda() || devices.values().stream().anyMatch(own -> !own.cuda());
        if (precision == Precision.FLOAT16 && onCpu) {
            throw new InvalidInputException(
                    "precision float16 is for CUDA devices: use float32 or bfloat16 on the cpu");
        }
        if (precision == Precision.INT8) {
            requireEightBits(device.cuda() || devices.values().stream().anyMatch(Device::cuda));
        }
        if (maxMemory.isPresent() && maxMemory.getAsLong() < 1) {
            throw new InvalidInputException("a memory limit of " + maxMemory.getAsLong() + " bytes is not at least 1");
        }
    }

    private static void requireEightBits(boolean onCuda) {
        if (onCuda) {
            throw new InvalidInputException(
                    "precision int8 is for the cpu: use float16, bfloat16 or float32 on CUDA devices");
        }
        if (!OneDnn.loaded()) {
            throw new InvalidInputException("precision int8 needs oneDNN's library, which is not here: use float32");
        }
    }

    /** {@return one device for everything, without limits} */
    public static Resources of(Device device, Precision precision) {
        return new Resources(device, Map.of(), precision, false, OptionalLong.empty());
    }

    /**
     * Reads where to compute.
     *
     * @param text a device for everything, as {@code cuda:0}, then roles on devices of their own, as {@code small=cuda:1}, with
     *     ',' between; if all are of roles, the first is everything else's too
     * @return the devices by role; the device of everything else under the empty role
     */
    public static Map<String, Device> parseDevices(String text) {
        Map<String, Device> devices = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            Device device = Device.of(part.substring(equals + 1).trim());
            String role =
                    equals < 0 ? EVERYTHING_ELSE : part.substring(0, equals).trim();
            if (devices.containsKey(role) || (equals >= 0 && role.isEmpty()) || (equals < 0 && !devices.isEmpty())) {
                throw new InvalidInputException("device '" + text
                        + "' is not legal: use one device, then role=device for roles with their own, as in"
                        + " cuda:0,small=cuda:1");
            }
            devices.putIfAbsent(EVERYTHING_ELSE, device);
            devices.put(role, device);
        }
        return devices;
    }

    /** {@return where and how finely the VQ-VAE computes} */
    public Compute vae() {
        return new Compute(device, precision.beside());
    }

    /** {@return where and how finely the transformer in this role computes} */
    public Compute transformer(String role) {
        return new Compute(devices.getOrDefault(role, device), precision);
    }

    /** {@return the devices as {@link #parseDevices} reads them} */
    public String label() {
        return Stream.concat(
                        Stream.of(device.label()),
                        devices.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(own -> own.getKey() + "=" + own.getValue().label()))
                .collect(Collectors.joining(","));
    }
}
