package dev.codevar.lab.train.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Libtorch;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.TCPStoreOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PeersTest {
    private static final int COUNT = 3;
    private static final Map<String, String> FIRST_OF_TWO =
            Map.of("RANK", "0", "WORLD_SIZE", "2", "MASTER_ADDR", "127.0.0.1", "MASTER_PORT", "29500");

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @Test
    void sumsAreOverAllAndTheSameEverywhere() throws Exception {
        // More than are sent at once, and odd sizes: 1 + 2 + 3 times the place.
        List<double[]> sums = Together.run(COUNT, peers -> {
            List<Tensor> tensors = new ArrayList<>();
            for (long size : new long[] {1, 1 << 24, 7, (1 << 23) + 1, 1 << 23, 3}) {
                tensors.add(torch.arange(new Scalar((double) size), new TensorOptions(ScalarType.Float))
                        .remainder(new Scalar(1000.0))
                        .mul(new Scalar(peers.rank() + 1.0)));
            }
            peers.sum(tensors);
            return tensors.stream()
                    .mapToDouble(tensor -> tensor.sub(torch.arange(
                                            new Scalar((double) tensor.numel()), new TensorOptions(ScalarType.Float))
                                    .remainder(new Scalar(1000.0))
                                    .mul(new Scalar(6.0)))
                            .abs()
                            .max()
                            .item_double())
                    .toArray();
        });
        assertThat(sums)
                .hasSize(COUNT)
                .allSatisfy(differences -> assertThat(differences).hasSize(6).containsOnly(0));
    }

    @Test
    void roundingIsTheSameEverywhere() throws Exception {
        List<float[]> sums = Together.run(COUNT, peers -> {
            Tensor third = torch.full(new long[] {1001}, new Scalar(Math.pow(0.1, 1 + peers.rank())));
            peers.sum(List.of(third));
            float[] values = new float[1001];
            third.data_ptr_float().get(values);
            return values;
        });
        assertThat(sums.get(1)).isEqualTo(sums.get(0));
        assertThat(sums.get(2)).isEqualTo(sums.get(0));
        assertThat(sums.get(0)[500]).isCloseTo(0.111f, within(1e-7f));
    }

    @Test
    void numbersBytesAndQuestionsGoAround() throws Exception {
        List<String> answers = Together.run(COUNT, peers -> {
            Tensor counts = Tensor.create(new long[] {peers.rank(), 1L << 40}, 2);
            peers.sum(List.of(counts));
            Tensor taken = Tensor.create(new float[] {peers.rank(), 5}, 2);
            peers.copy(taken, 2);
            byte[] own = ("from " + "0".repeat(peers.rank())).getBytes(StandardCharsets.UTF_8);
            String first = new String(peers.fromFirst(own), StandardCharsets.UTF_8);
            double[] sums = peers.sum(0.5, peers.rank());
            return counts.select(0, 0).item_long()
                    + " " + (counts.select(0, 1).item_long() >> 40)
                    + " " + taken.select(0, 0).item_double()
                    + " '" + first + "' " + sums[0] + " " + sums[1]
                    + " " + peers.any(peers.rank() == 1)
                    + " " + peers.any(false)
                    + " " + peers.fromFirst(new byte[0]).length;
        });
        assertThat(answers).hasSize(COUNT).containsOnly("3 3 2.0 'from ' 1.5 3.0 true false 0");
    }

    @Test
    void turnsComeOneAfterTheOther() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Together.run(COUNT, peers -> peers.inTurn(() -> order.add(peers.rank())));
        assertThat(order).containsExactly(0, 1, 2);
    }

    @Test
    void whoeverLeavesIsMissed() {
        assertThatThrownBy(() -> Together.run(2, peers -> peers.rank() == 1 || peers.any(true)))
                .isInstanceOf(CodeVarException.class)
                .hasMessageMatching(
                        "another of the 2 processes has ended or does not answer \\([^/\\n]+\\); begun again,"
                                + " the training goes on from its last checkpoint");
    }

    @Test
    void whoeverHangsIsGivenUp() {
        assertThatThrownBy(() -> Together.run(2, Duration.ofMillis(300), peers -> {
                    if (peers.first()) {
                        return peers.any(true);
                    }
                    pause(3000);
                    return true;
                }))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("does not answer (Timed out waiting 300ms");
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void preparationsMayTakeLonger() throws Exception {
        List<Boolean> done = Together.run(
                2,
                Duration.ofMillis(300),
                peers -> peers.inTurn(() -> {
                    pause(1000);
                    return true;
                }));
        assertThat(done).containsExactly(true, true);
    }

    @Test
    void whoeverDoesNotComeIsNotWaitedForForEver() throws Exception {
        int port = Together.freePort();
        Duration soon = Duration.ofSeconds(1);
        assertThatThrownBy(() -> Together.meeting(1, 2, port).join(soon, soon))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("nobody listens at 127.0.0.1:" + port + " within 1 s");
        assertThatThrownBy(() -> Together.meeting(0, 2, port).join(soon, soon))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("not all 2 processes have come within 1 s");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Duration soon = Duration.ofSeconds(1);
            assertThatThrownBy(
                            () -> Together.meeting(0, 2, taken.getLocalPort()).join(soon, soon))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageStartingWith("the 2 processes cannot meet at 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .hasMessageContaining("address already in use");
        }
    }

    /** As torchrun does, which listens itself and starts all anew when one fails. */
    @Test
    void theMeetingPlaceMayBeHostedAndAllMayStartAnew() throws Exception {
        int port = Together.freePort();
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) port).isServer(true).waitWorkers(false);
        try (TCPStore host = new TCPStore("127.0.0.1", options)) {
            for (String attempt : List.of("0", "1")) {
                Meeting first = new Meeting(0, 2, "127.0.0.1", port, true, attempt, Optional.of("lo"));
                Meeting second = new Meeting(1, 2, "127.0.0.1", port, true, attempt, Optional.of("lo"));
                Thread other = new Thread(() -> {
                    try (Peers peers = second.join()) {
                        peers.any(true);
                    }
                });
                other.start();
                try (Peers peers = first.join()) {
                    assertThat(peers.any(false)).isTrue();
                }
                other.join();
            }
            Meeting again = new Meeting(0, 2, "127.0.0.1", port, true, "1", Optional.empty());
            assertThatThrownBy(again::join)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("two processes have RANK 0 of 2: each needs its own");
        }
    }

    @Test
    void theEnvironmentSaysWhereAndWhich() {
        assertThat(Meeting.of(Map.of())).isEmpty();
        assertThat(Meeting.of(FIRST_OF_TWO))
                .contains(new Meeting(0, 2, "127.0.0.1", 29500, false, "0", Optional.empty()));
        assertThat(Meeting.onThisMachine(FIRST_OF_TWO)).isEqualTo(1);
        assertThat(Meeting.onThisMachine(Map.of("LOCAL_WORLD_SIZE", "4"))).isEqualTo(4);
        try (Peers alone = Meeting.of(with("WORLD_SIZE", "1")).orElseThrow().join()) {
            assertThat(alone.count()).isEqualTo(1);
        }
        for (String[] wrong : new String[][] {
            {"RANK", "2", "0 to 1"},
            {"RANK", "-1", "0 to 1"},
            {"RANK", "one", "0 to 1"},
            {"WORLD_SIZE", "0", "1 to 4096"},
            {"MASTER_PORT", "65536", "1 to 65535"}
        }) {
            assertThatThrownBy(() -> Meeting.of(with(wrong[0], wrong[1])))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("the environment's " + wrong[0] + " '" + wrong[1] + "' is not a whole number from "
                            + wrong[2]);
        }
        assertThatThrownBy(() -> Meeting.of(Map.of("RANK", "0", "WORLD_SIZE", "2")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the environment has no MASTER_ADDR: training in several processes needs RANK, WORLD_SIZE,"
                        + " MASTER_ADDR and MASTER_PORT");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(FIRST_OF_TWO);
        environment.put(name, value);
        return environment;
    }

    @Test
    void batchesAreSharedEvenly() {
        assertThat(Peers.share(6, 3)).isEqualTo(2);
        assertThatThrownBy(() -> Peers.share(6, 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(
                        "batch 6 cannot be shared evenly by 4 processes: legal are multiples of 4, such as 4 and 8");
        assertThatThrownBy(() -> Peers.share(3, 4)).hasMessageEndingWith("multiples of 4, such as 4");
    }
}
