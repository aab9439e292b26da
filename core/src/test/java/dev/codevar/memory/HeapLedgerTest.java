package dev.codevar.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.QueueFullException;
import org.junit.jupiter.api.Test;

/** What pictures take of Java's heap, and that it is not promised twice. */
class HeapLedgerTest {

    @Test
    void aPictureTakesThreeBytesAPixelAndFourAToken() {
        assertThat(HeapLedger.bytes(1000, 256, 680)).isEqualTo(1000L * (196_608 + 2720 + 512));
        assertThat(HeapLedger.bytes(1_000_000, 512, 2240)).isEqualTo(1_000_000L * (786_432 + 8960 + 512));
    }

    @Test
    void roomIsPromisedOnceAndComesBack() {
        HeapLedger heap = new HeapLedger(1000);
        heap.promise(500, "some pictures");
        assertThatThrownBy(() -> heap.promise(251, "251 pictures of 1x1"))
                .as("as much as there will be room for")
                .isInstanceOf(QueueFullException.class)
                .hasMessageContaining("the pictures that wait");
        assertThatThrownBy(() -> heap.promise(751, "251 pictures of 1x1"))
                .isInstanceOf(CodeVarException.class)
                .isNotInstanceOf(QueueFullException.class)
                .hasMessage(
                        "not enough memory: 251 pictures of 1x1 take 0.00 GB of Java's heap, which has 0.00 GB for them: ask"
                                + " for fewer, keep none (only the observer gets them), or give Java more (-Xmx)");
        heap.promise(250, "some more");
        heap.giveBack(500);
        heap.promise(500, "as many again");
    }
}
