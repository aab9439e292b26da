package dev.codevar.measure.machine;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.table.Numbers;
import dev.codevar.tensor.Libtorch;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Where numbers were measured: without it they mean nothing. That is what of a {@link MachineDescription} times depend on, and the
 * natives that computed. What the operating system does not tell is "unknown".
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

    /** Of {@link MachineDescription#INSTRUCTION_SETS} those that matrix products are chosen by, fastest first. */
    public static final List<String> INSTRUCTION_SETS = List.of("amx_bf16", "avx512_bf16", "avx512f", "avx2");

    public Machine {
        instructionSets = List.copyOf(instructionSets);
        if (cores < 1 || threads < 1 || memoryBytes < 1) {
            throw new InvalidInputException("of cores " + cores + ", threads " + threads + " and bytes of memory "
                    + memoryBytes + " each must be 1 or more");
        }
    }

    /** {@return this machine, with the threads that libtorch has now} */
    public static Machine here() {
        MachineDescription it = MachineDescription.here();
        return new Machine(
                it.processor(),
                it.cores(),
                Libtorch.threads(),
                INSTRUCTION_SETS.stream().filter(it.instructionSets()::contains).toList(),
                it.memory().total(),
                it.operatingSystem(),
                it.java().version(),
                libtorch(),
                it.environment().getOrDefault(MachineDescription.WAIT_POLICY, "not set"));
    }

    /** JavaCPP counts its own version behind libtorch's: 2.10.0-1.5.13. */
    private static String libtorch() {
        try {
            return Loader.getVersion("org.bytedeco", "pytorch").split("-", 2)[0];
        } catch (IOException noSuchResource) {
            return MachineDescription.UNKNOWN;
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
