package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What control groups leave of the memory, read from files as the kernel shows them. */
class ControlGroupsTest {
    @TempDir
    Path folder;

    private long[] left(String own) throws IOException {
        return HostMemory.leftByGroups(Files.writeString(folder.resolve("cgroup"), own), folder.resolve("mounted"))
                .toArray();
    }

    private void group(String path, String limit, String used, String stat, String... values) throws IOException {
        Path group = Files.createDirectories(folder.resolve("mounted").resolve(path));
        Files.writeString(group.resolve(limit), values[0] + "\n");
        Files.writeString(group.resolve(used), values[1] + "\n");
        Files.writeString(group.resolve("memory.stat"), "anon 7\n" + stat + " " + values[2] + "\nfile 9\n");
    }

    private void newer(String path, String... values) throws IOException {
        group(path, "memory.max", "memory.current", "inactive_file", values);
    }

    /** What files of the group's could be given up counts as left; a group without a limit says nothing. */
    @Test
    void everyGroupUpToTheRootCounts() throws IOException {
        newer("pod", "9000000", "4000000", "500000");
        newer("pod/unlimited", "max", "4000000", "500000");
        newer("pod/unlimited/own", "3000000", "1000000", "250000");
        newer("another", "10", "5", "0");
        assertThat(left("0::/pod/unlimited/own\n")).containsExactly(2_250_000, 5_500_000);
        assertThat(HostMemory.limit(folder.resolve("cgroup"), folder.resolve("mounted")))
                .hasValue(3_000_000);
    }

    @Test
    void soItIsInTheOlderInterface() throws IOException {
        group(
                "memory/pod",
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                "total_inactive_file",
                "9000000",
                "4000000",
                "500000");
        assertThat(left("4:cpu,cpuacct:/pod\n3:hugetlb,memory:/pod\n")).containsExactly(5_500_000);
    }

    @Test
    void aGroupThatIsOverItsLimitLeavesNothing() throws IOException {
        newer("pod", "1000", "1500", "100");
        assertThat(left("0::/pod\n")).containsExactly(0);
    }

    /** Seen from inside a container. */
    @Test
    void aGroupAboveWhatIsSeenIsTheRoot() throws IOException {
        newer("", "1000", "400", "0");
        assertThat(left("0::/../../elsewhere\n")).containsExactly(600);
    }

    /** What the older interface says for no limit is the largest number of whole pages. */
    @Test
    void noLimitIsNoNumber() throws IOException {
        String[] older = {"memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file"};
        group("memory", older[0], older[1], older[2], "9223372036854771712", "4000000", "0");
        group("memory/pod", older[0], older[1], older[2], "7000000", "4000000", "0");
        assertThat(left("3:memory:/pod\n")).containsExactly(3_000_000);
        newer("pod", "max", "1", "0");
        assertThat(left("3:memory:/pod\n0::/pod\n")).as("both interfaces").containsExactly(3_000_000);
        assertThat(left("3:memory:/\n")).isEmpty();
        assertThat(HostMemory.limit(folder.resolve("cgroup"), folder.resolve("mounted")))
                .isEmpty();
    }

    @Test
    void whatIsNotThereSaysNothing() throws IOException {
        newer("pod", "9000", "4000", "0");
        newer("pod/own", "5000", "1000", "0");
        Files.delete(folder.resolve("mounted/pod/memory.current"));
        Files.delete(folder.resolve("mounted/pod/own/memory.stat"));
        assertThat(left("0::/pod/own\n")).containsExactly(4000);
        assertThat(left("0::/pod/own/gone\n")).containsExactly(4000);
        assertThat(left("")).isEmpty();
        assertThat(HostMemory.leftByGroups(folder.resolve("none"), folder.resolve("mounted")))
                .isEmpty();
    }

    /** The kernel counts the two at different times. */
    @Test
    void noGroupLeavesMoreThanItsLimit() throws IOException {
        newer("pod", "1000", "300", "400");
        newer("pod/own", "999999999999999999", "1", "999999999999999999");
        assertThat(left("0::/pod/own\n")).containsExactly(999999999999999999L, 1000);
    }
}
