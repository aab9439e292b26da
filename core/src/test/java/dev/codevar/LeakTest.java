package dev.codevar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native memory comes back: after every request, and all of it after closing. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class LeakTest {
    /** A leaked cache a request would be 40 times a MiB at least; one leaked set of weights is 27 MiB, five of them 135. */
    private static final long SLACK_KIB = 32 * 1024;

    @Test
    void memoryIsFlatOverManyRequestsAndFreeAfterClosing(@TempDir Path models) throws Exception {
        long[] n = ChildJvm.numbers(LeakProbe.class, models.toString());
        long before = n[0];
        long warm = n[1];
        assertThat(n[2]).as("most pointers during the requests").isEqualTo(warm);
        assertThat(n[3]).as("fewest pointers during the requests").isEqualTo(warm);
        assertThat(n[4]).as("pointers after closing").isLessThanOrEqualTo(before);
        assertThat(n[6] - n[5]).as("KiB grown over the requests").isLessThan(SLACK_KIB);
        assertThat(n[7] - n[5]).as("KiB grown by opening and closing").isLessThan(2 * SLACK_KIB);
    }
}
