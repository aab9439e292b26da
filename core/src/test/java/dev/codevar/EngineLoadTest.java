package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Four thousand requests from 64 threads at once: none lost, none mixed up, nothing left behind. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class EngineLoadTest {
    private static final int REQUESTS = 4000;
    /** A leaked picture a request would be 12 MiB, a leaked cache 16. By chance it was up to 2, one huge page of memory. */
    private static final long SLACK_KIB = 6 * 1024;

    @Test
    void noneIsLostNoneIsMixedAndNothingStays() throws Exception {
        long[] n = ChildJvm.numbers(EngineLoadProbe.class, String.valueOf(REQUESTS));
        assertThat(n[0]).as("requests that ended").isEqualTo(REQUESTS / 4 + REQUESTS + 5 * REQUESTS / 100);
        assertThat(n[1]).as("of them with other tokens than alone").isZero();
        assertThat(n[3]).as("pointers after the second round").isLessThanOrEqualTo(n[2]);
        assertThat(n[4]).as("KiB grown in the second round").isLessThan(SLACK_KIB);
    }
}
