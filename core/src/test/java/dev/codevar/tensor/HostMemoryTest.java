package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.codevar.ChildJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The numbers are the kernel's, and follow what a process does to its memory: whatever others do on this machine meanwhile. */
class HostMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long MUCH = HostMemoryProbe.MUCH;
    /** What a JVM's other threads, such as the compilers, may do meanwhile. */
    private static final long NOISE = 40 * MIB;

    @TempDir
    Path folder;

    @Test
    void somethingIsAvailableAndNoMoreThanThereIs() {
        long physical =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        assertThat(HostMemory.available()).isPositive().isLessThanOrEqualTo(physical);
    }

    /** Where both can be asked, what is asked on other systems leaves out what is mapped from files: native libraries, above all. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsAskedElsewhereIsResidentToo() {
        long resident = HostMemory.resident().orElseThrow();
        assertThat(HostMemory.elsewhere().orElseThrow()).isBetween(resident / 4, resident + NOISE);
    }

    @Test
    void availableIsWhatTheKernelSaysAndNoMoreThanTheGroupsLeave() throws IOException {
        Path machine = Files.writeString(
                folder.resolve("meminfo"), "MemTotal:  24000000 kB\nMemFree:  100 kB\nMemAvailable:   23000 kB\n");
        Path groups = folder.resolve("groups");
        Path group = Files.createDirectories(groups.resolve("mine"));
        Path own = Files.writeString(folder.resolve("own"), "0::/mine\n");
        Files.writeString(group.resolve("memory.current"), "1000000\n");
        Files.writeString(group.resolve("memory.max"), "max\n");
        assertThat(HostMemory.available(machine, own, groups)).isEqualTo(23000 * 1024);

        Files.writeString(group.resolve("memory.max"), "4000000\n");
        assertThat(HostMemory.available(machine, own, groups)).isEqualTo(3_000_000);

        Files.writeString(group.resolve("memory.max"), "400000000000\n");
        assertThat(HostMemory.available(machine, own, groups)).isEqualTo(23000 * 1024);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryFollowsWhatAProcessTakesAndGivesBack() throws Exception {
        long[] n = ChildJvm.numbers(HostMemoryProbe.class);
        assertThat(n).hasSize(10);
        assertThat(n[0]).as("a JVM with native libraries").isGreaterThan(50 * MIB);
        assertThat(n[1]).as("the same seen elsewhere").isBetween(n[0] - NOISE, n[0] + NOISE);

        long before = n[2];
        assertThat(n[3]).as("with much taken").isBetween(before + MUCH - NOISE, before + MUCH + NOISE);
        assertThat(n[4]).as("after that").isBetween(before - NOISE, before + NOISE);
        assertThat(n[5]).as("the peak stays").isGreaterThanOrEqualTo(n[3] - NOISE);
        assertThat(n[6]).as("the peak once it is reset").isLessThan(n[5] - MUCH / 2);

        long beforePieces = n[7];
        assertThat(n[8]).as("the allocator keeps small pieces").isGreaterThan(beforePieces + MUCH / 2);
        assertThat(n[9]).as("until it is trimmed").isLessThan(beforePieces + NOISE);
    }
}
