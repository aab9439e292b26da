package dev.codevar.measure.machine;

import com.sun.management.OperatingSystemMXBean;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.HostMemory;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is, told without loading anything native.
 *
 * @param processor the processor's name, or "unknown"
 * @param instructionSets those of {@link #INSTRUCTION_SETS} that the processor has, in that order
 * @param cores how many processors the JVM may use, at least 1
 * @param environment the variables of {@link #VARIABLES} that are set
 * @param memory of the machine, in bytes
 * @param java the running JVM
 * @param operatingSystem its name, version and architecture
 */
public record MachineDescription(
        String processor,
        List<String> instructionSets,
        int cores,
        Map<String, String> environment,
        Memory memory,
        Java java,
        String operatingSystem) {

    /** The instruction sets that kernels are chosen by, by Linux' names. */
    static final List<String> INSTRUCTION_SETS = List.of(
            "avx2", "fma", "avx512f", "avx512bw", "avx512_vnni", "avx512_bf16", "avx512_fp16", "amx_tile", "amx_bf16");

    /** The variable that says how waiting threads wait. */
    static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    /** The variables that change which libraries and kernels there are, and how many threads compute. */
    static final List<String> VARIABLES = List.of(
            "ONEDNN_MAX_CPU_ISA",
            "DNNL_MAX_CPU_ISA",
            "ATEN_CPU_CAPABILITY",
            "OMP_NUM_THREADS",
            WAIT_POLICY,
            "MKL_NUM_THREADS",
            "LD_LIBRARY_PATH",
            "LD_PRELOAD");

    static final String UNKNOWN = "unknown";

    /**
     * Memory in bytes.
     *
     * @param total of the machine, or of the container that the JVM runs in
     * @param available what can still be taken
     * @param limit the least limit of the control groups around this process, or null
     */
    public record Memory(
            long total, long available, @Nullable Long limit) {
        static Memory here() {
            OptionalLong limit = HostMemory.limit();
            return new Memory(
                    ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                            .getTotalMemorySize(),
                    HostMemory.available(),
                    limit.isPresent() ? limit.getAsLong() : null);
        }
    }

    /**
     * A JVM.
     *
     * @param largestHeap in bytes
     * @param options those that it was started with
     */
    public record Java(String version, String vendor, String vm, long largestHeap, List<String> options) {
        static Java here() {
            return new Java(
                    property("java.version"),
                    property("java.vendor"),
                    property("java.vm.name"),
                    Runtime.getRuntime().maxMemory(),
                    ManagementFactory.getRuntimeMXBean().getInputArguments());
        }
    }

    /** {@return this machine} */
    public static MachineDescription here() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.keySet().retainAll(VARIABLES);
        return new MachineDescription(
                Cpu.name().orElse(UNKNOWN),
                INSTRUCTION_SETS.stream().filter(Cpu::has).toList(),
                Runtime.getRuntime().availableProcessors(),
                environment,
                Memory.here(),
                Java.here(),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"));
    }

    private static String property(String key) {
        return System.getProperty(key, UNKNOWN);
    }
}
