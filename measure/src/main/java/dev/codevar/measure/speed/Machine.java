package dev.codevar.measure.speed;

import com.sun.management.OperatingSystemMXBean;
import dev.codevar.report.table.Numbers;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Where numbers were measured: without it they mean nothing. What the operating system does not tell is "unknown".
 *
 * @param processor the processor's name
 * @param cores how many processors the JVM may use, at least 1
 * @param threads how many threads libtorch uses for one computation, at least 1
 * @param instructionSets those of {@link #INSTRUCTION_SETS} that the processor is known to have, in that order
 * @param memoryBytes memory of the machine, or of the container that the JVM runs in, at least 1
 * @param operatingSystem its name, version and architecture
 * @param javaVersion the running JVM's version
 * @param libtorchVersion the version of the native library
 * @param ompWaitPolicy {@code OMP_WAIT_POLICY}, which says how waiting threads wait, or "not set"
 */
public record Machine(
        String processor,
        int cores,
        int threads,
        List<String> instructionSets,
        long memoryBytes,
        String operatingSystem,
        String javaVersion,
        String libtorchVersion,
        String ompWaitPolicy) {

    /** The instruction sets that matrix products are chosen by, fastest first, by Linux's names. */
    public static final List<String> INSTRUCTION_SETS = List.of("amx_bf16", "avx512_bf16", "avx512f", "avx2");

    private static final String UNKNOWN = "unknown";

    public Machine {
        instructionSets = List.copyOf(instructionSets);
        Checks.atLeast("cores", cores, 1);
        Checks.atLeast("threads", threads, 1);
        Checks.atLeast("bytes of memory", memoryBytes, 1);
    }

    /** {@return this machine, with the threads that libtorch has now} */
    public static Machine here() {
        return new Machine(
                Cpu.name().orElse(UNKNOWN),
                Runtime.getRuntime().availableProcessors(),
                Libtorch.threads(),
                INSTRUCTION_SETS.stream().filter(Cpu::has).toList(),
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize(),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                property("java.version"),
                libtorch(),
                Optional.ofNullable(System.getenv("OMP_WAIT_POLICY")).orElse("not set"));
    }

    private static String property(String key) {
        return System.getProperty(key, UNKNOWN);
    }

    /** JavaCPP counts its own version behind libtorch's: 2.10.0-1.5.13. */
    private static String libtorch() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch").split("-", 2)[0];
        } catch (IOException noSuchResource) {
            return UNKNOWN;
        }
    }

    /** {@return all of it in one line} */
    public String line() {
        return Stream.of(
                        processor,
                        Numbers.counted(cores, "core"),
                        Numbers.counted(threads, "thread"),
                        String.join(" ", instructionSets),
                        Numbers.bytes(memoryBytes),
                        operatingSystem,
                        "Java " + javaVersion,
                        "libtorch " + libtorchVersion,
                        "OMP_WAIT_POLICY " + ompWaitPolicy)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }
}
