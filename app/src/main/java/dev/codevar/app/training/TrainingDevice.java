package dev.codevar.app.training;

import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.training.config.Configuration;
import dev.codevar.training.config.FineTuningConfiguration;
import dev.codevar.training.config.VarConfiguration;
import dev.codevar.training.parallel.Meeting;
import java.util.Map;

/** Which device a process trains on: of several on one machine each has its own, as torchrun has it. */
final class TrainingDevice {
    private static final String ANY = "cuda";

    private TrainingDevice() {}

    /**
     * Finds it, and has it add up in the same order every time.
     *
     * @param name cpu, cuda or cuda:i
     * @param configuration what is trained: convolutional networks have gradients that CUDA adds up in any order, transformers none
     * @param environment says which of a machine's processes this is, if there are several
     * @return the device, which is here
     */
    static Device of(String name, Configuration configuration, Map<String, String> environment) {
        Device device = Device.of(name.equals(ANY) ? ANY + ":" + Meeting.placeOnThisMachine(environment) : name);
        if (device.cuda()) {
            boolean transformer =
                    configuration instanceof VarConfiguration || configuration instanceof FineTuningConfiguration;
            Libtorch.repeatOnCuda(!transformer);
        }
        return device;
    }
}
