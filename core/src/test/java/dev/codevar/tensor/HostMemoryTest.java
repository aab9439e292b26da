package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The numbers follow what this process does to its memory. */
class HostMemoryTest {
    private static final long MIB = 1 << 20;
    private static final long MUCH = 300 * MIB;
    /** What other threads, such as the garbage collector, may do meanwhile. */
    private static final long NOISE = 40 * MIB;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void somethingIsAvailableAndNoMoreThanThereIs() {
        long physical =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        assertThat(HostMemory.available()).isPositive().isLessThanOrEqualTo(physical);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatIsTakenIsNoLongerAvailable() throws InterruptedException {
        boolean seen = false;
        // Others on this machine may free as much at the same moment, but hardly every time; and the system may count
        // late.
        for (int i = 0; i < 10 && !seen; i++) {
            long before = HostMemory.available();
            try (PointerScope scope = new PointerScope()) {
                ones(MUCH);
                for (int look = 0; look < 20 && !seen; look++) {
                    Thread.sleep(50);
                    seen = HostMemory.available() < before - MUCH / 2;
                }
            }
        }
        assertThat(seen).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aJvmWithNativeLibrariesIsResident() throws IOException {
        long resident = HostMemory.resident().orElseThrow();
        assertThat(resident).isGreaterThan(50 * MIB);
        // The second number of statm, in pages, is the same seen elsewhere.
        String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
        assertThat(Long.parseLong(pages) * 4096).isBetween(resident - NOISE, resident + NOISE);
        assertThat(HostMemory.peakResident().orElseThrow()).isGreaterThanOrEqualTo(resident - NOISE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void residentMemoryRisesAndFallsAndThePeakStaysUntilItIsReset() {
        long before = HostMemory.resident().orElseThrow();
        try (PointerScope scope = new PointerScope()) {
            ones(MUCH);
            assertThat(HostMemory.resident().orElseThrow()).isBetween(before + MUCH - NOISE, before + MUCH + NOISE);
        }
        assertThat(HostMemory.resident().orElseThrow()).isBetween(before - NOISE, before + NOISE);
        assertThat(HostMemory.peakResident().orElseThrow()).isGreaterThan(before + MUCH - NOISE);
        assertThat(HostMemory.resetPeak()).isTrue();
        long resident = HostMemory.resident().orElseThrow();
        assertThat(HostMemory.peakResident().orElseThrow()).isBetween(resident - NOISE, resident + NOISE);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void trimmingGivesBackWhatTheAllocatorKeeps() {
        long before = HostMemory.resident().orElseThrow();
        long small = 64 << 10;
        Tensor last;
        try (Owner owner = new Owner()) {
            try (PointerScope scope = new PointerScope()) {
                List<Tensor> many = new ArrayList<>();
                for (long bytes = 0; bytes < MUCH; bytes += small) {
                    many.add(ones(small));
                }
                // What lies above free memory keeps the allocator from giving that back by itself.
                last = owner.own(ones(small));
                assertThat(many).hasSize((int) (MUCH / small));
            }
            assertThat(HostMemory.resident().orElseThrow()).isGreaterThan(before + MUCH / 2);
            HostMemory.trim();
            assertThat(HostMemory.resident().orElseThrow()).isLessThan(before + NOISE);
            assertThat(Scoped.<Long>value(() -> last.sum().item_long())).isEqualTo(small);
        }
    }

    private static Tensor ones(long bytes) {
        return torch.ones(new long[] {bytes}, new TensorOptions(ScalarType.Byte));
    }
}
