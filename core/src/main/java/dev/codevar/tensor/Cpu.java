package dev.codevar.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What this machine's processor can do in bfloat16, as the operating system reports it; nothing where it reports none. */
public final class Cpu {
    private static final Set<String> FLAGS = flags();

    private Cpu() {}

    /** {@return whether there are matrix tiles for bfloat16 (AMX)} */
    public static boolean hasAmx() {
        return FLAGS.contains("amx_bf16");
    }

    /** {@return whether matrix products in bfloat16 are faster than in float32} */
    public static boolean multipliesBfloat16() {
        return hasAmx() || FLAGS.contains("avx512_bf16");
    }

    private static Set<String> flags() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
            return lines.stream()
                    .filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).trim().split(" +"))))
                    .orElse(Set.of());
        } catch (IOException noSuchFile) {
            return Set.of();
        }
    }
}
