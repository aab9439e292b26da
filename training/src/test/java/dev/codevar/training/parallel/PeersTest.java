package dev.codevar.training.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.StandIn;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
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
    private static final Duration SOON = Duration.ofSeconds(1);
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
            peers.sumGradients(tensors);
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
            peers.sumGradients(List.of(third));
            float[] values = new float[1001];
            third.data_ptr_float().get(values);
            return values;
        });
        assertThat(sums.get(1)).isEqualTo(sums.get(0));
        assertThat(sums.get(2)).isEqualTo(sums.get(0));
        assertThat(sums.get(0)[500]).isCloseTo(0.111f, within(1e-7f));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void tensorsOfADeviceGoThroughTheHost() throws Exception {
        Compute device = new Compute(StandIn.device(), Precision.FLOAT32);
        List<Double> sums = Together.run(2, peers -> {
            Tensor own = device.send(torch.full(new long[] {5}, new Scalar(peers.rank() + 1.0)));
            peers.sumGradients(List.of(own));
            return own.sum().item_double();
        });
        assertThat(sums).containsExactly(15.0, 15.0);
    }

    @Test
    void numbersBytesAndQuestionsGoAround() throws Exception {
        List<String> answers = Together.run(COUNT, peers -> {
            Tensor counts = Tensor.create(new long[] {peers.rank(), 1L << 40}, 2);
            peers.sumCodeHits(counts);
            Tensor ofLast = Tensor.create(new float[] {peers.rank(), 5}, 2);
            peers.takeOverCodes(ofLast);
            Tensor ofFirst = Tensor.create(new float[] {peers.rank(), 5}, 2);
            int step = peers.followFirst(7 + peers.rank(), List.of(ofFirst));
            byte[] own = ("from " + "0".repeat(peers.rank())).getBytes(StandardCharsets.UTF_8);
            String first = new String(peers.agreeOnSettings(own), StandardCharsets.UTF_8);
            double[] means = peers.meanMetrics(0.75, peers.rank());
            return counts.select(0, 0).item_long()
                    + " " + (counts.select(0, 1).item_long() >> 40)
                    + " " + ofLast.select(0, 0).item_double()
                    + " " + ofFirst.select(0, 0).item_double()
                    + " " + step
                    + " '" + first + "' " + means[0] + " " + means[1]
                    + " " + peers.sumLosses(peers.rank())
                    + " " + peers.allSame(new byte[] {4, 2})
                    + " " + peers.allSame(new byte[] {4, (byte) (peers.rank() / 2)})
                    + " " + peers.agreeOnSettings(new byte[0]).length;
        });
        assertThat(answers).hasSize(COUNT).containsOnly("3 3 2.0 0.0 7 'from ' 0.75 1.0 3.0 true false 0");
    }

    /** Any of them stops all; the first alone decides on checkpoints. */
    @Test
    void whatComesNextIsTheSameEverywhere() throws Exception {
        List<List<Next>> next = Together.run(
                COUNT,
                peers -> List.of(
                        peers.next(peers.rank() == 1, peers.rank() == 2),
                        peers.next(false, peers.rank() == 0),
                        peers.next(false, false)));
        assertThat(next)
                .hasSize(COUNT)
                .containsOnly(List.of(new Next(true, false), new Next(false, true), new Next(false, false)));
    }

    @Test
    void turnsComeOneAfterTheOther() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        Together.run(COUNT, peers -> peers.inTurn(() -> order.add(peers.rank())));
        assertThat(order).containsExactly(0, 1, 2);
    }

    /** {@return how a process is named, in a regular expression} */
    private static String named(int rank) {
        return "process " + rank + " on \\S+ \\(pid " + ProcessHandle.current().pid() + "\\)";
    }

    @Test
    void whoeverLeavesIsMissed() {
        assertThatThrownBy(() -> Together.run(
                        COUNT,
                        peers -> peers.rank() == 1 || peers.next(true, false).stop()))
                .isInstanceOf(CodeVarException.class)
                .hasMessageMatching(named(1) + " has left before the end");
    }

    @Test
    void whoeverFailsTellsTheOthersWhy() throws Exception {
        List<String> said = Together.run(COUNT, peers -> {
            try {
                return peers.tellingWhy(() -> {
                    if (peers.rank() == 2) {
                        throw new CodeVarException("no disk\nat all");
                    }
                    return "went on " + peers.sumLosses(1);
                });
            } catch (CodeVarException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(said.subList(0, 2)).allMatch(line -> line.matches(named(2) + " failed: no disk"));
        assertThat(said.get(2)).isEqualTo("no disk\nat all");
    }

    @Test
    void whatDiffersIsNamedBeforeAnythingIsMoved() {
        assertThatThrownBy(() -> Together.run(2, peers -> {
                    peers.sumLosses(1);
                    if (peers.first()) {
                        peers.sumGradients(List.of(torch.ones(2), torch.ones(3)));
                    } else {
                        peers.next(false, false);
                    }
                    return true;
                }))
                .isInstanceOf(CodeVarException.class)
                .hasMessageMatching("the processes came apart at exchange 2: " + named(0)
                        + " is at the sum of gradients \\(2 tensors of 5 numbers\\), " + named(1)
                        + " is at whether to go on: all need the same program, command and data");
        assertThatThrownBy(() -> Together.run(2, peers -> peers.meanMetrics(new double[1 + peers.rank()])))
                .isInstanceOf(CodeVarException.class)
                .hasMessageMatching("the processes came apart at exchange 1: " + named(0)
                        + " is at the means of metrics \\(1 numbers\\), " + named(1)
                        + " is at the means of metrics \\(2 numbers\\): .*");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoeverShowsSignsOfLifeIsWaitedFor() throws Exception {
        List<Boolean> done = Together.run(
                2,
                SOON,
                peers -> peers.inTurn(() -> {
                    pause(SOON.multipliedBy(3).dividedBy(2));
                    return true;
                }));
        assertThat(done).containsExactly(true, true);
    }

    /** Gloo by itself waits as long as numbers may be under way. */
    @Test
    void whoeverComesLateIsWaitedFor() throws Exception {
        int port = Together.freePort();
        List<Meeting> all = IntStream.range(0, COUNT)
                .mapToObj(rank -> Together.meeting(rank, COUNT, port))
                .toList();
        List<Double> sums = Together.all(all, meeting -> {
            pause(SOON.multipliedBy(meeting.rank() == 2 ? 2 : 0));
            try (PointerScope scope = new PointerScope();
                    Peers peers = Together.join(meeting, SOON, why -> {})) {
                double sum = peers.sumLosses(1);
                peers.end();
                return sum;
            }
        });
        assertThat(sums).containsExactly(3.0, 3.0, 3.0);
    }

    /** It would be days before it asks. */
    @Test
    void whoeverComputesByItselfIsEndedToo() throws Exception {
        BlockingQueue<String> ended = new LinkedBlockingQueue<>();
        List<String> said = Together.run(2, SOON, ended::add, peers -> {
            try {
                return peers.first() ? ended.poll(1, TimeUnit.MINUTES) : "left";
            } catch (InterruptedException e) {
                return "interrupted";
            }
        });
        assertThat(said.get(0)).matches(named(1) + " has left before the end");
        assertThat(ended).as("told once, and nobody else").isEmpty();
    }

    private static Peers joinSoon(Meeting meeting) {
        return meeting.join(new Limits(SOON, SOON, SOON), why -> {});
    }

    @Test
    void whoeverDoesNotComeIsNotWaitedForForEver() throws Exception {
        int port = Together.freePort();
        assertThatThrownBy(() -> joinSoon(Together.meeting(1, 3, port)))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("nobody listens at 127.0.0.1:" + port + " within 1 s");
        assertThatThrownBy(() -> joinSoon(Together.meeting(0, 3, port)))
                .isInstanceOf(CodeVarException.class)
                .hasMessage("of 3 processes RANK 1, 2 did not come within 1 s");
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> joinSoon(Together.meeting(0, 2, taken.getLocalPort())))
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
                assertThat(trainings(first, second, 2)).containsExactly("3.0 3.0", "3.0 3.0");
            }
            // One that was given up does not count.
            Meeting again = new Meeting(0, 2, "127.0.0.1", port, true, "2", Optional.empty());
            assertThatThrownBy(() -> joinSoon(again)).hasMessage("of 2 processes RANK 1 did not come within 1 s");
            Meeting last = new Meeting(1, 2, "127.0.0.1", port, true, "2", Optional.empty());
            assertThat(trainings(again, last, 1)).containsExactly("3.0", "3.0");
        }
    }

    /** The second may come again while the first still has the place of the training before, and ends it. */
    @Test
    void oneTrainingMayFollowTheOther() throws Exception {
        int port = Together.freePort();
        assertThat(trainings(Together.meeting(0, 2, port), Together.meeting(1, 2, port), 3))
                .containsExactly("3.0 3.0 3.0", "3.0 3.0 3.0");
    }

    /** {@return what each of two gets of so many trainings, one after the other; the first is slower to leave} */
    private static List<String> trainings(Meeting first, Meeting second, int count) throws Exception {
        return Together.all(
                List.of(first, second),
                meeting -> IntStream.range(0, count)
                        .mapToObj(training -> {
                            try (PointerScope scope = new PointerScope();
                                    Peers peers = Together.join(meeting, SOON.multipliedBy(20), why -> {})) {
                                double sum = peers.sumLosses(peers.rank() + 1);
                                peers.end();
                                pause(peers.first() ? SOON.dividedBy(2) : Duration.ZERO);
                                return String.valueOf(sum);
                            }
                        })
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void oneRankIsForOneProcess() throws Exception {
        int port = Together.freePort();
        TCPStoreOptions options = new TCPStoreOptions();
        options.port((short) port).isServer(true).waitWorkers(false);
        try (TCPStore host = new TCPStore("127.0.0.1", options)) {
            Meeting first = new Meeting(0, 2, "127.0.0.1", port, true, "0", Optional.empty());
            Meeting second = new Meeting(1, 2, "127.0.0.1", port, true, "0", Optional.empty());
            Together.all(List.of(first, second), meeting -> {
                try (Peers peers = Together.join(meeting, SOON.multipliedBy(20), why -> {})) {
                    assertThatThrownBy(() -> joinSoon(meeting))
                            .isInstanceOf(InvalidInputException.class)
                            .hasMessage("two processes have RANK " + peers.rank() + " of 2: each needs its own");
                    peers.end();
                    return true;
                }
            });
        }
    }

    @Test
    void theEnvironmentSaysWhereAndWhich() {
        assertThat(Meeting.of(Map.of())).isEmpty();
        assertThat(Meeting.of(FIRST_OF_TWO))
                .contains(new Meeting(0, 2, "127.0.0.1", 29500, false, "0", Optional.empty()));
        assertThat(Meeting.onThisMachine(FIRST_OF_TWO)).isEqualTo(1);
        assertThat(Meeting.onThisMachine(Map.of("LOCAL_WORLD_SIZE", "4"))).isEqualTo(4);
        try (Peers alone = joinSoon(Meeting.of(with("WORLD_SIZE", "1")).orElseThrow())) {
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
