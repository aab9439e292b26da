package dev.codevar.serve.http;

import static dev.codevar.serve.http.HeadTurn.Verdict.CLOSE;
import static dev.codevar.serve.http.HeadTurn.Verdict.LEAVE;
import static dev.codevar.serve.http.HeadTurn.Verdict.TELL_LATE;
import static dev.codevar.serve.http.HeadTurn.Verdict.TELL_SILENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;

/** Of a head that comes and the time that is over one is first, whatever follows. Waits for 100, silence for 40. */
class HeadTurnTest {
    private final HeadTurn turn = new HeadTurn(100, 40, 1000);

    @Test
    void aHeadInTimeIsLeft() {
        assertThat(turn.look(5, 1040)).isEqualTo(LEAVE);
        assertThat(turn.look(6, 1080)).isEqualTo(LEAVE);
        assertThat(turn.begin()).isTrue();
        assertThat(turn.look(6, 9000)).as("at work").isEqualTo(LEAVE);
        turn.end(6, 9000);
        assertThat(turn.look(6, 9040)).isEqualTo(LEAVE);
        assertThat(turn.look(7, 9080)).isEqualTo(LEAVE);
        assertThat(turn.look(8, 9100)).isEqualTo(LEAVE);
        assertThat(turn.look(9, 9101)).as("counted from the answer").isEqualTo(TELL_LATE);
    }

    @Test
    void whoIsSilentIsToldIfItHasBegun() {
        assertThat(turn.look(5, 1010)).isEqualTo(LEAVE);
        assertThat(turn.look(5, 1050)).isEqualTo(LEAVE);
        assertThat(turn.look(5, 1051)).isEqualTo(TELL_SILENT);
    }

    @Test
    void whoHasSentNothingIsNotTold() {
        assertThat(turn.begin()).isTrue();
        turn.end(70, 2000);
        assertThat(turn.look(70, 2041)).isEqualTo(CLOSE);
    }

    /** The head came when it had been decided that it did not. */
    @Test
    void whatIsCutIsNotCarriedOut() {
        assertThat(turn.look(5, 1101)).isEqualTo(TELL_LATE);
        assertThat(turn.begin()).isFalse();
        assertThat(turn.begin()).isFalse();
    }

    /** An answer that a client does not take would keep its place for ever. */
    @Test
    void whoIsToldAndStaysIsClosed() {
        assertThat(turn.look(5, 1101)).isEqualTo(TELL_LATE);
        assertThat(turn.look(6, 1102)).isEqualTo(CLOSE);
        assertThat(turn.look(7, 1103)).isEqualTo(CLOSE);
    }

    @Test
    void onlyOneOfTwoThreadsIsFirst() {
        CyclicBarrier together = new CyclicBarrier(2);
        for (int i = 0; i < 2000; i++) {
            HeadTurn raced = new HeadTurn(100, 40, 1000);
            CompletableFuture<Boolean> begun = CompletableFuture.supplyAsync(() -> {
                await(together);
                return raced.begin();
            });
            await(together);
            boolean cut = raced.look(5, 2000) != LEAVE;
            assertThat(begun.join()).isNotEqualTo(cut);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
