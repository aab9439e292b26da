package dev.codevar.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What this machine's processor is and can do, as the operating system reports it; nothing where it reports none. */
public final class Cpu {
    private static final List<String> REPORT = report();
    private static final Set<String> FLAGS = field("flags")
            .map(flags -> Set.copyOf(Arrays.asList(flags.split(" +"))))
            .orElse(Set.of());

    private Cpu() {}

    /** {@return the processor's name as its maker gives it, if the operating system reports one} */
    public static Optional<String> name() {
        return field("model name");
    }

    /** {@return whether there is this instruction set, by the name that Linux has for it, such as {@code avx512f}} */
    public static boolean has(String instructionSet) {
        return FLAGS.contains(instructionSet);
    }

    /** {@return whether matrix products in bfloat16 run in tiles (AMX)} */
    public static boolean multipliesTiles() {
        return OneDnn.loaded() ? OneDnn.multipliesTiles() : has("amx_bf16");
    }

    /**
     * {@return whether matrix products in bfloat16 are faster than in float32} The libraries are asked: they may have been told to use
     * less than there is.
     */
    public static boolean multipliesBfloat16() {
        return OneDnn.loaded() ? OneDnn.multipliesBfloat16() : has("avx512_bf16") || has("amx_bf16");
    }

    private static Optional<String> field(String name) {
        return REPORT.stream()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).trim());
    }

    /** Up to the first empty line, which is where the second of many equal processors begins. */
    private static List<String> report() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .takeWhile(line -> !line.isBlank())
                    .toList();
        } catch (IOException noSuchFile) {
            return List.of();
        }
    }
}
