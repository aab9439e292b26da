package dev.codevar.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.EngineClosedException;
import dev.codevar.fault.QueueFullException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who comes when, counted by hand: no picture, no tensor, no thread but the test's. */
class JobQueueTest {
    private static final int MOST = 8;

    private final JobQueue queue = new JobQueue(1000);

    /** A job that knows its name. */
    private static final class Named extends Job {
        private final String name;

        Named(String name, int units) {
            super(units);
            this.name = name;
        }

        @Override
        public void fail(Throwable why) {
            throw new AssertionError(name, why);
        }
    }

    private record NamedKind(String name) implements Kind<Named> {
        @Override
        public String owner() {
            return name;
        }

        @Override
        public void serve(Line<Named> line) {
            throw new AssertionError("served by the test itself");
        }
    }

    private static final NamedKind RED = new NamedKind("red");
    private static final NamedKind BLUE = new NamedKind("blue");

    private Named add(NamedKind kind, String name, int units) {
        Named job = new Named(name, units);
        queue.add(kind, job);
        return job;
    }

    /** {@return what the next turn takes, as "kind: job×units …"} */
    private String turn(int most) {
        Line<?> next = queue.next().orElseThrow();
        List<String> taken = new ArrayList<>();
        next.take(most).forEach(portion -> taken.add(((Named) portion.job()).name + "×" + portion.count()));
        return ((NamedKind) next.kind()).name() + ": " + String.join(" ", taken);
    }

    @Test
    void jobsOfAKindShareABatchInTurns() {
        add(RED, "a", 20);
        add(RED, "b", 1);
        add(RED, "c", 5);
        assertThat(turn(MOST)).isEqualTo("red: a×4 b×1 c×3");
        assertThat(turn(MOST)).isEqualTo("red: a×6 c×2");
        assertThat(turn(MOST)).isEqualTo("red: a×8");
        assertThat(turn(MOST)).isEqualTo("red: a×2");
        assertThat(queue.jobs()).isZero();
    }

    @Test
    void whatIsTakenComesInOrderAndOnce() {
        Named job = add(RED, "a", 10);
        add(RED, "b", 30);
        boolean[] seen = new boolean[10];
        int next = 0;
        while (queue.jobs() > 0) {
            Line<?> line = queue.next().orElseThrow();
            for (Portion<?> portion : line.take(3)) {
                if (portion.job() == job) {
                    assertThat(portion.first()).isEqualTo(next);
                    next += portion.count();
                    for (int unit = portion.first(); unit < next; unit++) {
                        assertThat(seen[unit]).isFalse();
                        seen[unit] = true;
                    }
                }
            }
        }
        assertThat(seen).containsOnly(true);
    }

    @Test
    void aLongRequestKeepsNobodyWaitingForMoreThanATurn() {
        add(RED, "long", 1000);
        turn(MOST);
        add(RED, "short", 1);
        assertThat(turn(MOST)).isEqualTo("red: long×7 short×1");
    }

    @Test
    void moreJobsThanABatchHasTakeTurns() {
        for (int i = 0; i < 10; i++) {
            add(RED, "j" + i, 100);
        }
        assertThat(turn(4)).isEqualTo("red: j0×1 j1×1 j2×1 j3×1");
        assertThat(turn(4)).isEqualTo("red: j4×1 j5×1 j6×1 j7×1");
        assertThat(turn(4)).isEqualTo("red: j8×1 j9×1 j0×1 j1×1");
    }

    @Test
    void kindsTakeTurnsByUnits() {
        add(RED, "many", 1000);
        add(BLUE, "few", 12);
        Map<String, Integer> turns = new HashMap<>();
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            // Blue can be drawn by four at a time only: it has two turns for each of red's.
            Line<?> next = queue.next().orElseThrow();
            String kind = ((NamedKind) next.kind()).name();
            next.take(kind.equals("red") ? MOST : MOST / 2);
            turns.merge(kind, 1, Integer::sum);
            order.add(kind);
        }
        assertThat(order).containsExactly("red", "blue", "blue", "red", "blue", "red");
    }

    @Test
    void aRareKindComesAtOnceAndMakesUpForNothing() {
        add(RED, "many", 1000);
        for (int i = 0; i < 20; i++) {
            turn(MOST);
        }
        add(BLUE, "rare", 100);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(turn(MOST).substring(0, 3));
        }
        assertThat(order).containsExactly("blu", "red", "blu", "red", "blu", "red");
    }

    /** Whoever asks for one after the other, each time anew, is no more often next than one who asks for all at once. */
    @Test
    void aKindThatGoesAndComesBackStarvesNobody() {
        add(RED, "many", 1000);
        assertThat(turn(MOST)).startsWith("red");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            if (queue.units().size() == 1) {
                add(BLUE, "again", MOST / 2);
            }
            order.add(turn(MOST).substring(0, 3));
        }
        assertThat(order).filteredOn("red"::equals).hasSizeBetween(7, 9);
        assertThat(String.join(" ", order)).doesNotContain("blu blu blu blu");
    }

    @Test
    void aLineAtHandIsEmptyOnceItsOwnerHasGone() {
        add(RED, "a", 20);
        Line<?> atHand = queue.next().orElseThrow();
        assertThat(queue.removeAll("red")).hasSize(1);
        assertThat(atHand.take(MOST)).isEmpty();
        assertThat(atHand.jobs()).isEmpty();
        assertThat(queue.jobs()).isZero();
    }

    @Test
    void ofJobsThatAreKnownAloneIsTaken() {
        Named known = add(RED, "known", 3);
        List<Portion<Named>> taken = lineOfRed().take(MOST, List.of(known, new Named("gone", 1)));
        assertThat(taken).extracting(portion -> portion.job().name).containsExactly("known");
        add(RED, "known", 3);
        Named late = add(RED, "late", 3);
        assertThat(lineOfRed().take(MOST, List.of(late)))
                .extracting(portion -> portion.job().name)
                .containsExactly("late");
    }

    @SuppressWarnings("unchecked")
    private Line<Named> lineOfRed() {
        return (Line<Named>) queue.next().orElseThrow();
    }

    @Test
    void placesCountThoseBeforeThatAreNotBegun() {
        Named first = add(RED, "first", 20);
        Named second = add(BLUE, "second", 1);
        Named third = add(RED, "third", 1);
        assertThat(List.of(queue.ahead(first), queue.ahead(second), queue.ahead(third)))
                .containsExactly(0, 1, 2);
        queue.next().orElseThrow().takeNext(MOST);
        assertThat(List.of(queue.ahead(first), queue.ahead(second), queue.ahead(third)))
                .containsExactly(0, 0, 1);
        queue.remove(second);
        assertThat(queue.ahead(third)).isZero();
    }

    @Test
    void whatWasTakenOutIsNotServed() {
        Named begun = add(RED, "begun", 20);
        Named waiting = add(RED, "waiting", 20);
        queue.next().orElseThrow().takeNext(MOST);
        queue.remove(begun);
        queue.remove(begun);
        assertThat(turn(MOST)).isEqualTo("red: waiting×8");
        queue.remove(waiting);
        assertThat(queue.jobs()).isZero();
        assertThat(queue.units()).isEmpty();
    }

    @Test
    void aFullQueueSaysSo() {
        JobQueue small = new JobQueue(2);
        small.add(RED, new Named("a", 5));
        small.add(RED, new Named("b", 1));
        assertThatThrownBy(() -> small.add(BLUE, new Named("c", 1)))
                .isInstanceOf(QueueFullException.class)
                .hasMessage("the queue is full: 2 requests wait already");
        small.addOwn(BLUE, new Named("own", 1));
        // Of a only a part is taken: it waits still, as does its owner's own.
        small.next().orElseThrow().take(2);
        assertThat(small.jobs()).isEqualTo(2);
        small.next().orElseThrow().take(1);
        small.add(BLUE, new Named("d", 1));
    }

    @Test
    @Timeout(20)
    void drainingServesTheRestAndTakesNoMore() throws InterruptedException {
        add(RED, "a", 20);
        CountDownLatch drained = new CountDownLatch(1);
        Thread draining = new Thread(() -> {
            try {
                queue.drain();
                drained.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        draining.start();
        while (draining.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> add(RED, "b", 1)).isInstanceOf(EngineClosedException.class);
        assertThat(turn(12)).isEqualTo("red: a×12");
        assertThat(turn(12)).isEqualTo("red: a×8");
        assertThat(drained.await(50, TimeUnit.MILLISECONDS))
                .as("the last turn is still at work")
                .isFalse();
        Thread asking = new Thread(queue::next);
        asking.setDaemon(true);
        asking.start();
        drained.await();
        queue.close();
        asking.join();
    }

    @Test
    void anOwnersJobsAreTakenOutAndNoOthers() {
        Named red = add(RED, "a", 20);
        Named other = add(RED, "b", 1);
        add(BLUE, "c", 1);
        assertThat(queue.removeAll("red")).containsExactly(red, other);
        assertThat(queue.jobs()).isEqualTo(1);
        assertThat(turn(MOST)).isEqualTo("blue: c×1");
        assertThat(queue.removeAll("red")).isEmpty();
    }

    @Test
    void closingHandsBackWhatWaits() {
        Named begun = add(RED, "begun", 20);
        Named waiting = add(BLUE, "waiting", 1);
        turn(MOST);
        assertThat(queue.close()).containsExactlyInAnyOrder(begun, waiting);
        assertThat(queue.next()).isEmpty();
        assertThatThrownBy(() -> add(RED, "late", 1)).isInstanceOf(EngineClosedException.class);
        assertThatThrownBy(() -> queue.addOwn(RED, new Named("own", 1))).isInstanceOf(EngineClosedException.class);
        assertThat(queue.close()).isEmpty();
    }
}
