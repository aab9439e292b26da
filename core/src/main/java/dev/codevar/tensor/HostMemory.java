package dev.codevar.tensor;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** The machine's memory as this process finds it: what is left of it, and what the process itself has resident. */
public final class HostMemory {
    private static final Path MACHINE = Path.of("/proc/meminfo");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final Path OWN_GROUPS = Path.of("/proc/self/cgroup");
    private static final Path MOUNTED_GROUPS = Path.of("/sys/fs/cgroup");
    private static final String RESET_PEAK = "5";
    private static final long KIB = 1024;
    private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

    private HostMemory() {}

    /**
     * {@return bytes that can still be taken without the kernel having to kill something} On Linux that is what the kernel
     * calls available, and no more than the control groups around this process leave; elsewhere what is free, but on macOS,
     * which counts what it would give up as taken, at least half of what there is.
     */
    public static long available() {
        return available(MACHINE, OWN_GROUPS, MOUNTED_GROUPS);
    }

    /**
     * As above.
     *
     * @param memory where the kernel tells of the machine's memory; other parameters as of {@link #leftByGroups}
     */
    static long available(Path memory, Path own, Path mounted) {
        OptionalLong machine = kibibytes(memory, "MemAvailable:");
        if (machine.isEmpty()) {
            return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
                    ? Math.max(bean.getFreeMemorySize(), MAC ? bean.getTotalMemorySize() / 2 : 0)
                    : Runtime.getRuntime().maxMemory();
        }
        return LongStream.concat(machine.stream(), leftByGroups(own, mounted))
                .min()
                .orElseThrow();
    }

    /** {@return the least limit that the control groups around this process set, in bytes; empty where none does} */
    public static OptionalLong limit() {
        return limit(OWN_GROUPS, MOUNTED_GROUPS);
    }

    /** Parameters as of {@link #leftByGroups}. */
    static OptionalLong limit(Path own, Path mounted) {
        return groups(own, mounted).mapToLong(ControlGroup::limit).min();
    }

    /** {@return bytes that this process has resident; empty where the system does not say} */
    public static OptionalLong resident() {
        OptionalLong told = kibibytes(STATUS, "VmRSS:");
        return told.isPresent() ? told : elsewhere();
    }

    /** {@return about the same, as JavaCPP has it of macOS and Windows too} */
    static OptionalLong elsewhere() {
        long bytes = Pointer.physicalBytes();
        return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    /** {@return most bytes that this process had resident since {@link #resetPeak}; empty where the system does not say} */
    public static OptionalLong peakResident() {
        return kibibytes(STATUS, "VmHWM:");
    }

    /**
     * Forgets the peak so far.
     *
     * @return whether the system allowed it
     */
    public static boolean resetPeak() {
        try {
            Files.writeString(RESET, RESET_PEAK);
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    /** Has the allocator hand what is free in it back to the system: it keeps much of what making a model took. */
    public static void trim() {
        Pointer.trimMemory();
    }

    /** A limit on the memory of some processes, this one among them. */
    private record ControlGroup(long limit, long used, long reclaimable) {
        long left() {
            // Counted one after the other, so that there may be more to give up than was used.
            return Math.max(0, limit - Math.max(0, used - reclaimable));
        }
    }

    /**
     * What every group leaves that has a limit, from this process's own up to the root, in both versions of the kernel's
     * interface.
     *
     * @param own the file that names this process's groups
     * @param mounted the folder where the groups are seen
     * @return bytes, at least 0
     */
    static LongStream leftByGroups(Path own, Path mounted) {
        return groups(own, mounted).mapToLong(ControlGroup::left);
    }

    private static Stream<ControlGroup> groups(Path own, Path mounted) {
        return lines(own).stream().flatMap(line -> controlGroups(line.split(":", 3), mounted));
    }

    private static Stream<ControlGroup> controlGroups(String[] parts, Path mounted) {
        if (parts.length == 3 && parts[1].isEmpty()) {
            return upwards(mounted, parts[2], "memory.max", "memory.current", "inactive_file");
        }
        if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
            Path root = mounted.resolve("memory");
            return upwards(root, parts[2], "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
        }
        return Stream.empty();
    }

    private static Stream<ControlGroup> upwards(
            Path root, String group, String limit, String used, String reclaimable) {
        Path named = root.resolve(group.replaceFirst("^/+", "")).normalize();
        // Seen from inside a container, the process's own group may lie above the root: the root then stands for it.
        Path own = named.startsWith(root) ? named : root;
        return Stream.iterate(own, folder -> folder != null && folder.startsWith(root), Path::getParent)
                .flatMap(folder -> {
                    OptionalLong most = number(folder.resolve(limit));
                    OptionalLong now = number(folder.resolve(used));
                    if (most.isEmpty() || now.isEmpty()) {
                        return Stream.empty();
                    }
                    long files =
                            value(folder.resolve("memory.stat"), reclaimable).orElse(0);
                    return Stream.of(new ControlGroup(most.getAsLong(), now.getAsLong(), files));
                });
    }

    private static OptionalLong kibibytes(Path file, String key) {
        OptionalLong value = value(file, key);
        return value.isPresent() ? OptionalLong.of(value.getAsLong() * KIB) : value;
    }

    /** {@return the number behind {@code key} in a file with a key and a number on every line} */
    private static OptionalLong value(Path file, String key) {
        return lines(file).stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals(key))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst();
    }

    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .map(String::trim)
                .filter(line -> line.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException notThere) {
            return List.of();
        }
    }
}
