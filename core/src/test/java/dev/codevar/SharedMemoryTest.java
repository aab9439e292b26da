package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model sets of one engine make room for each other: neither is refused, and memory stays within its limit. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class SharedMemoryTest {
    /** What lies beside a request, such as what the allocator keeps; either set's weights are three times as much. */
    private static final long SLACK = 96L << 20;

    @ParameterizedTest
    @ValueSource(strings = {"transformers", "caches", "vaes"})
    void twoSetsWithRoomForOneTakeTurns(String what) throws Exception {
        long[] n = ChildJvm.numbers(SharedMemoryProbe.class, what);
        assertThat(n[0]).as("requests done").isEqualTo(4);
        assertThat(n[2]).as("bytes taken at most, with room for " + n[1]).isLessThan(n[1] + SLACK);
    }
}
