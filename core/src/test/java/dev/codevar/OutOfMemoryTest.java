package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.memory.OutOfMemory;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Memory that runs out in a batch makes it smaller, and ends neither the engine nor the process. */
class OutOfMemoryTest {

    @Test
    void aBatchThatRunsOutOfMemoryIsDrawnInHalves() throws Exception {
        assumeTrue(Files.isExecutable(AddressSpace.PRLIMIT));
        long[] n = ChildJvm.numbers(AddressSpace.ENVIRONMENT, OutOfMemoryProbe.class, "alone");
        assertThat(n[0]).as("batches made smaller").isPositive();
        assertThat(n[1]).as("pictures other than alone").isZero();
        assertThat(n[3]).as("pictures of three batches").isEqualTo(24);
        assertThat(n[4])
                .as("times that those were made smaller: what failed once is not asked for again")
                .isLessThan(3 * n[0]);
        assertThat(n[5]).as("pictures drawn one by one").isEqualTo(8);
    }

    @Test
    void modelsOfOthersMakeRoomFirst() throws Exception {
        assumeTrue(Files.isExecutable(AddressSpace.PRLIMIT));
        long[] n = ChildJvm.numbers(AddressSpace.ENVIRONMENT, OutOfMemoryProbe.class, "others");
        assertThat(n[2])
                .as("times that the batch was begun: memory ran out once")
                .isEqualTo(2);
        assertThat(n[0]).as("batches made smaller").isZero();
        assertThat(n[1]).as("pictures other than alone").isZero();
    }

    @Test
    void itIsToldByWhatLibrariesSay() {
        assertThat(OutOfMemory.is(new OutOfMemoryError("Java heap space"))).isTrue();
        assertThat(OutOfMemory.is(new RuntimeException(
                        "[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory: you"
                                + " tried to allocate 99 bytes. Error code 12 (Cannot allocate memory)")))
                .isTrue();
        assertThat(OutOfMemory.is(new RuntimeException("CUDA out of memory. Tried to allocate 2.00 GiB.")))
                .isTrue();
        assertThat(OutOfMemory.is(new RuntimeException("std::bad_alloc"))).isTrue();
        assertThat(OutOfMemory.is(new RuntimeException("could not create a primitive")))
                .isTrue();
        assertThat(OutOfMemory.is(new RuntimeException("shapes do not fit"))).isFalse();
        assertThat(OutOfMemory.is(new IllegalStateException())).isFalse();
    }
}
