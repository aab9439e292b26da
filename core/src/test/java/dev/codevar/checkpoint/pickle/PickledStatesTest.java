package dev.codevar.checkpoint.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.codevar.checkpoint.Pickles;
import dev.codevar.checkpoint.PthFiles;
import dev.codevar.checkpoint.PthFiles.View;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dicts of tensors are found wherever they lie, in time that no pickle can make long. */
class PickledStatesTest {
    private static final View VIEW = PthFiles.floats("0", 1);

    private static List<PickledState> in(Pickles pickle) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> PickledStates.in(StateUnpickler.read(pickle.bytes())));
    }

    private static List<String> paths(Pickles pickle) {
        return in(pickle).stream().map(PickledState::path).toList();
    }

    /** Begins a dict whose one value follows. */
    private static Pickles under(Pickles pickle, String key) {
        return pickle.ops("}").text(key);
    }

    @Test
    void oneInADictThatHoldsItselfIsFoundOnce() {
        // d = {"itself": d, "m": {"a.b": tensor}, "again": the same}
        Pickles itself = Pickles.protocol2()
                .ops("}q")
                .raw(0)
                .ops("(")
                .text("itself")
                .ops("h")
                .raw(0);
        under(itself.text("m"), "a.b").tensor(VIEW).ops("sq").raw(1);
        itself.text("again").ops("h").raw(1).ops("u.");
        assertThat(paths(itself)).containsExactly("m");
    }

    @Test
    void whatIsHeldTwiceByWhatIsHeldTwiceIsLookedAtOnce() {
        for (int times : new int[] {10, 60}) {
            // Two to that power ways lead to it; beyond some depth none is followed.
            Pickles bomb =
                    under(Pickles.protocol2(), "a.b").tensor(VIEW).ops("sq").raw(0);
            for (int i = 0; i < times; i++) {
                bomb.ops("h").raw(0).raw(0x86).ops("q").raw(0);
            }
            List<String> paths = paths(bomb.ops("."));
            assertThat(paths).isEqualTo(times == 10 ? List.of("0" + ".0".repeat(9)) : List.of());
        }
    }

    @Test
    void whatLiesVeryDeepOrBehindVeryLongKeysIsLeft() {
        for (int depth : new int[] {16, 17, 100_000}) {
            Pickles deep = Pickles.protocol2();
            for (int i = 0; i < depth; i++) {
                under(deep, "k");
            }
            under(deep, "a.b").tensor(VIEW).ops("s".repeat(depth + 1) + ".");
            assertThat(in(deep)).hasSize(depth == 16 ? 1 : 0);
        }
        for (int length : new int[] {200, 201}) {
            Pickles behind = under(under(Pickles.protocol2(), "k".repeat(length)), "a.b")
                    .tensor(VIEW)
                    .ops("ss.");
            assertThat(in(behind)).hasSize(length == 200 ? 1 : 0);
        }
    }

    @Test
    void aDictWithAnythingBesideTensorsIsNone() {
        assertThat(paths(under(Pickles.protocol2(), "m")
                        .ops("}(")
                        .text("a.b")
                        .tensor(VIEW)
                        .text("n")
                        .ops("Nus.")))
                .isEmpty();
        assertThat(paths(under(Pickles.protocol2(), "m")
                        .ops("}(")
                        .text("a.b")
                        .tensor(VIEW)
                        .number(1)
                        .tensor(VIEW)
                        .ops("us.")))
                .isEmpty();
        assertThat(paths(under(Pickles.protocol2(), "m").ops("}s."))).isEmpty();
        assertThat(paths(Pickles.protocol2().ops("}."))).containsExactly("");
    }

    @Test
    void manyDictsThatShareALongNameTakeLinearTime() {
        Pickles many = Pickles.protocol2()
                .text("n".repeat(8 << 20))
                .ops("q")
                .raw(0)
                .tensor(VIEW)
                .ops("q")
                .raw(1);
        many.raw(0x86).ops("](");
        for (int i = 0; i < 200_000; i++) {
            many.ops("}h").raw(0).ops("h").raw(1).ops("s");
        }
        List<PickledState> found = in(many.ops("e").raw(0x86).ops("."));
        assertThat(found).hasSize(200_000).noneMatch(PickledState::isModel);
        assertThat(found.get(199_999).path()).isEqualTo("1.199999");
    }
}
