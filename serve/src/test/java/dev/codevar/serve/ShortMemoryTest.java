package dev.codevar.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.AddressSpace;
import dev.codevar.ChildJvm;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Memory that runs out in one batch costs no client anything, and the service goes on. */
class ShortMemoryTest {

    @Test
    void whatWasPromisedIsDrawnInParts() throws Exception {
        assumeTrue(Files.isExecutable(AddressSpace.PRLIMIT));
        long[] n = ChildJvm.numbers(AddressSpace.ENVIRONMENT, ShortMemoryProbe.class);
        assertThat(n[0]).as("status").isEqualTo(200);
        assertThat(n[1]).as("pictures other than alone").isZero();
        assertThat(n[2])
                .as("pictures drawn at a time: memory ran out for eight")
                .isLessThan(8);
        assertThat(n[3]).as("status of who comes next").isEqualTo(200);
    }
}
