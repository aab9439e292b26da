package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.sampling.parts.PartFolder;
import dev.codevar.sampling.parts.PartKind;
import dev.codevar.sampling.run.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Workers on hosts of their own, which are network namespaces: one is cut off from the driver, and comes back. Needs root. */
@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "cluster.long", matches = "true")
class NetworkTest {
    private static final String BRIDGE = "codevar-br";
    private static final String OWN = "10.231.77.1";
    private static final int PER_CLASS = 40;

    @TempDir
    Path temp;

    private static int run(String command) throws IOException, InterruptedException {
        return new ProcessBuilder(command.split(" "))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void ip(String words) throws IOException, InterruptedException {
        assertThat(run("ip " + words)).as(words).isZero();
    }

    private static String address(int host) {
        return "10.231.77." + (host + 1);
    }

    private static List<String> inside(int host) {
        return List.of("ip", "netns", "exec", "codevar-" + host);
    }

    @BeforeEach
    void hosts() throws IOException, InterruptedException {
        assumeTrue(
                Files.isWritable(Path.of("/etc")) && run("ip link add " + BRIDGE + " type bridge") == 0, "needs root");
        ip("addr add " + OWN + "/24 dev " + BRIDGE);
        ip("link set " + BRIDGE + " up");
        for (int host = 1; host <= 2; host++) {
            ip("netns add codevar-" + host);
            ip("link add codevar-h" + host + " type veth peer name codevar-n" + host);
            ip("link set codevar-n" + host + " netns codevar-" + host);
            ip("link set codevar-h" + host + " master " + BRIDGE);
            ip("link set codevar-h" + host + " up");
            ip("-n codevar-" + host + " addr add " + address(host) + "/24 dev codevar-n" + host);
            ip("-n codevar-" + host + " link set codevar-n" + host + " up");
            ip("-n codevar-" + host + " link set lo up");
        }
    }

    @AfterEach
    void noHosts() throws IOException, InterruptedException {
        for (int host = 1; host <= 2; host++) {
            run("ip netns del codevar-" + host);
            run("ip link del codevar-h" + host);
        }
        run("ip link del " + BRIDGE);
    }

    private int accepted() {
        Path folder = temp.resolve("out").resolve(PartFolder.ACCEPTED);
        String[] names = folder.toFile().list();
        return names == null ? 0 : names.length;
    }

    @Test
    void aHostThatIsCutOffAndComesBack() throws IOException, InterruptedException {
        SampleRun run = Drawn.run(PartKind.WEBDATASET, PER_CLASS);
        Path out = temp.resolve("out");
        Path job = Files.writeString(
                temp.resolve("job.json"),
                Drawn.job(run, PartKind.WEBDATASET, SparkProcesses.address(out)).json());
        try (SparkProcesses spark = new SparkProcesses(temp, OWN)) {
            for (int host = 1; host <= 2; host++) {
                spark.worker("host" + host, inside(host), address(host));
            }
            Process driver = spark.driver(
                    "driver",
                    "sample",
                    job,
                    "spark.network.timeout=10s",
                    "spark.network.timeoutInterval=5s",
                    "spark.executor.heartbeatInterval=2s",
                    "spark.speculation=true");
            spark.await("some parts", "driver", driver, () -> accepted() >= 6);
            assertThat(driver.isAlive()).isTrue();
            ip("link set codevar-h1 down");
            int before = accepted();
            spark.await("parts of the other host", "driver", driver, () -> accepted() >= before + 6);
            Thread.sleep(15_000);
            ip("link set codevar-h1 up");
            JsonNode said = new ObjectMapper().readTree(spark.ended("driver", driver));
            assertThat(said.get("pictures").asInt()).isEqualTo(10 * PER_CLASS);
        }
        Drawn.requireAll(run, temp.resolve("alone"), out);
    }
}
