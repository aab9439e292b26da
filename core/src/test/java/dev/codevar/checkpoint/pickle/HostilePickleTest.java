package dev.codevar.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codevar.checkpoint.Pickles;
import dev.codevar.checkpoint.PthFiles;
import dev.codevar.checkpoint.PthFiles.View;
import dev.codevar.fault.CodeVarException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles that are broken, or want to fill the memory, or never to end. */
class HostilePickleTest {
    private static final View VIEW = PthFiles.floats("0", 1, 2, 3, 4);

    private static void refuses(byte[] pickle, String... reasons) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> StateUnpickler.read(pickle))
                        .isInstanceOf(CodeVarException.class)
                        .message()
                        .satisfies(message -> {
                            for (String reason : reasons) {
                                assertThat(message).contains(reason);
                            }
                        }));
    }

    private static void refuses(Pickles pickle, String... reasons) {
        refuses(pickle.bytes(), reasons);
    }

    @Test
    void refusesForeignPersistentIds() {
        refuses(Pickles.protocol2().tuple(1, 2, 3, 4, 5).ops("Q."), "not a tensor's storage");
        refuses(Pickles.protocol2().text("storage").ops("Q."), "String where Object[] belongs");
        refuses(Pickles.protocol2().storage("FloatStorage", "0", -1).ops("."), "the number -1");
        refuses(Pickles.protocol2().ops("(").text("storage").ops("NNNNtQ."), "None where Unbuilt belongs");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
    void refusesLengthsBeyondTheEnd(int length) {
        refuses(Pickles.protocol2().ops("X").int32(length), "longer than what is left");
        refuses(Pickles.protocol2().raw(0x8c, 255).ops("short"));
        refuses(Pickles.protocol2().raw(0x8a, 255).ops("short"));
        refuses(Pickles.protocol2().ops("X").raw(0xff));
    }

    @Test
    void memoHoldsAnyNumberButOnlyWhatWasPut() {
        assertThat(StateUnpickler.read(Pickles.protocol2()
                        .ops("Nr")
                        .int32(Integer.MAX_VALUE)
                        .ops(".")
                        .bytes()))
                .isNull();
        refuses(Pickles.protocol2().ops("j").int32(Integer.MAX_VALUE).ops("."), "memo");
        refuses(Pickles.protocol2().ops("h").raw(3).ops("."), "memo");
    }

    @Test
    void aMemoBombStaysSmall() {
        // Each tuple holds the one before twice: 2^60 leaves if anybody were to walk it.
        Pickles bomb = Pickles.protocol2().ops(")q").raw(0);
        for (int i = 0; i < 60; i++) {
            bomb.ops("h").raw(0).raw(0x86).ops("q").raw(0);
        }
        assertThat(StateUnpickler.read(bomb.ops(".").bytes())).isInstanceOf(Object[].class);
        refuses(Pickles.protocol2().ops("}").raw(body(bomb)).ops("Ns."), "as a key");
    }

    /** The pickle without its first two bytes, the protocol, and its last, the stop. */
    private static int[] body(Pickles bomb) {
        byte[] bytes = bomb.bytes();
        int[] body = new int[bytes.length - 3];
        for (int i = 0; i < body.length; i++) {
            body[i] = bytes[i + 2] & 0xff;
        }
        return body;
    }

    @Test
    void aContainerThatHoldsItselfIsNoKey() {
        refuses(Pickles.protocol2().ops("}]q").raw(0).ops("h").raw(0).ops("aNs."), "as a key");
        refuses(Pickles.protocol2().ops("}q").raw(0).ops("h").raw(0).ops("Ns."), "as a key");
        refuses(Pickles.protocol2().ops("}(NNu."), "None as a key");
    }

    @Test
    void depthAndLengthAreBounded() {
        refuses(Pickles.protocol2().ops("]".repeat(1_000_001)), "too long");
        refuses(Pickles.protocol2().ops("(".repeat(1_000_001)), "too long");
        refuses(Pickles.protocol2().ops("}".repeat(1_000_001)), "too long");
        Pickles deep = Pickles.protocol2().ops("N");
        for (int i = 0; i < 900_000; i++) {
            deep.raw(0x85);
        }
        assertThat(StateUnpickler.read(deep.ops(".").bytes())).isInstanceOf(Object[].class);
    }

    @Test
    void appendingInSmallStepsTakesLinearTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(StateUnpickler.read(Pickles.protocol2()
                                .ops("]" + "(Ne".repeat(300_000) + ".")
                                .bytes()))
                        .asInstanceOf(InstanceOfAssertFactories.LIST)
                        .hasSize(300_000));
    }

    @Test
    void refusesADictThatSaysTheSameTwice() {
        refuses(
                Pickles.protocol2()
                        .ops("}(")
                        .text("w")
                        .tensor(VIEW)
                        .text("w")
                        .tensor(VIEW)
                        .ops("u."),
                "sets 'w' twice");
    }

    @Test
    void refusesBrokenStreams() {
        refuses(new byte[0], "broken");
        refuses(Pickles.protocol2().ops("."), "broken");
        refuses(Pickles.protocol2().ops("u."), "broken");
        refuses(Pickles.protocol2().ops("(u."), "broken");
        refuses(Pickles.protocol2().ops("t."), "broken");
        refuses(Pickles.protocol2().ops("}(Nu."), "None as a key");
        refuses(Pickles.protocol2().ops("ctorch"), "broken");
        refuses(new Pickles().raw(0x80, 6).ops("N."), "protocol");
        refuses(Pickles.protocol2().ops("N.N"), "1 stray bytes");
    }

    @Test
    void everyTruncationAndDamageIsRefusedOrHarmless() {
        byte[] pickle = PthFiles.pickle(Map.of("w", VIEW));
        for (int length = 0; length < pickle.length; length++) {
            refuses(Arrays.copyOf(pickle, length));
        }
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = pickle.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                StateUnpickler.read(damaged);
            } catch (CodeVarException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }
}
