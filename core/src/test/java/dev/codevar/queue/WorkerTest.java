package dev.codevar.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.fault.EngineClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The thread goes on whatever its work throws, and nobody waits for ever; no picture, no tensor. */
@Timeout(60)
class WorkerTest {
    private final JobQueue queue = new JobQueue(100);
    private final AtomicBoolean freed = new AtomicBoolean();
    private final Worker worker = new Worker(queue, "test", Runnable::run, () -> freed.set(true));

    @AfterEach
    void close() {
        worker.close();
        assertThat(freed).isTrue();
    }

    private OneByOne<Integer, Integer> each(int count, Work work) {
        List<Integer> all = IntStream.range(0, count).boxed().toList();
        OneByOne<Integer, Integer> job = new OneByOne<>("me", all, work::of, worker);
        queue.add(job, job);
        return job;
    }

    private interface Work {
        Integer of(Integer one);
    }

    /** Throws what the compiler would not let through, as other languages do. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void eachIsDoneInOrderAndOthersHaveTheirTurn() {
        List<String> order = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        OneByOne<Integer, Integer> first = each(6, one -> {
            awaitUninterrupted(go);
            order.add("first " + one);
            return 10 * one;
        });
        OneByOne<Integer, Integer> second = each(2, one -> {
            order.add("second " + one);
            return one;
        });
        go.countDown();
        assertThat(first.await()).containsExactly(0, 10, 20, 30, 40, 50);
        assertThat(second.await()).containsExactly(0, 1);
        assertThat(order)
                .containsExactly(
                        "first 0", "first 1", "first 2", "first 3", "second 0", "second 1", "first 4", "first 5");
    }

    /** Holds the thread until it is told to go on. */
    private final class Held implements AutoCloseable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final OneByOne<Integer, Integer> job = each(1, one -> {
            begun.countDown();
            awaitUninterrupted(goOn);
            return one;
        });

        Held() {
            awaitUninterrupted(begun);
        }

        @Override
        public void close() {
            goOn.countDown();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whateverIsThrownEndsItsJobAlone() {
        for (Throwable thrown :
                List.of(new IllegalStateException("a"), new StackOverflowError("b"), new IOException("not declared"))) {
            OneByOne<Integer, Integer> bad = each(9, one -> {
                throw WorkerTest.<RuntimeException>sneaky(thrown);
            });
            assertThatThrownBy(bad::await)
                    .satisfies(e ->
                            assertThat(e == thrown || e.getCause() == thrown).isTrue());
            assertThat(each(1, one -> one).await()).containsExactly(0);
        }
        assertThat(queue.jobs()).isZero();
    }

    @Test
    void aKindThatThrowsEndsTheJobsOfItsLine() {
        class Broken extends ResultJob<String> implements Kind<Broken> {
            Broken() {
                super(1, worker);
            }

            @Override
            public Object owner() {
                return this;
            }

            @Override
            public void serve(Line<Broken> line) {
                throw WorkerTest.<RuntimeException>sneaky(new IOException("before anything was taken"));
            }
        }
        Broken broken = new Broken();
        queue.add(broken, broken);
        assertThatThrownBy(broken::await).hasRootCauseMessage("before anything was taken");
        assertThat(each(1, one -> one).await()).containsExactly(0);
    }

    /** What hangs on a result may wait for others, however many do. */
    @Test
    void dependentsOfResultsMayWaitForOtherResults() {
        List<Future<List<Integer>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(each(1, one -> one)
                    .result()
                    .thenApply(done -> each(1, one -> one + 1).await()));
        }
        assertThat(all).allSatisfy(future -> assertThat(future.get()).containsExactly(1));
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Void> slow;
        // A dependent of what is done already would run here.
        try (Held held = new Held()) {
            slow = held.job.result().thenRun(() -> awaitUninterrupted(goOn));
        }
        assertThat(each(1, one -> one).result().join())
                .as("beside a slow dependent")
                .containsExactly(0);
        goOn.countDown();
        slow.join();
    }

    @Test
    void resultsAreTheCallersOwn() {
        OneByOne<Integer, Integer> job = each(1, one -> one);
        job.result().complete(List.of(7));
        job.result().cancel(true);
        assertThat(job.result().join()).containsExactly(0);
        OneByOne<Integer, Integer> cancelled = each(1, one -> {
            throw new CancellationException("mine");
        });
        assertThatThrownBy(cancelled::await)
                .isInstanceOf(CancellationException.class)
                .hasMessage("mine");
        assertThat(cancelled.result().handle((made, why) -> why.getMessage()).join())
                .isEqualTo("mine");
    }

    @Test
    void anInterruptOfOneWhoWaitsEndsThatJobAlone() {
        try (Held held = new Held()) {
            OneByOne<Integer, Integer> waiting = each(1, one -> one);
            Thread.currentThread().interrupt();
            assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(queue.jobs()).isZero();
            held.close();
            assertThat(held.job.await()).containsExactly(0);
        }
    }

    @Test
    void anInterruptKeepsNobodyFromClosing() {
        try (Held held = new Held()) {
            OneByOne<Integer, Integer> waiting = each(1, one -> one);
            Thread later = new Thread(() -> {
                try (held) {
                    assertThatThrownBy(waiting::await).isInstanceOf(EngineClosedException.class);
                }
            });
            later.start();
            Thread.currentThread().interrupt();
            worker.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(freed).isTrue();
            assertThat(waiting.isDone()).isTrue();
            assertThat(held.job.await()).containsExactly(0);
        }
        assertThatThrownBy(() -> worker.call(() -> 1)).isInstanceOf(EngineClosedException.class);
    }

    @Test
    void callsAreAnsweredInAnyCase() {
        Thread.currentThread().interrupt();
        AtomicBoolean done = new AtomicBoolean();
        worker.callInAnyCase(() -> {
            done.set(true);
            return 1;
        });
        assertThat(done).isTrue();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(worker.call(() -> "answer")).isEqualTo("answer");
    }

    @Test
    void theThreadCannotWaitForItselfButMayClose() {
        AtomicBoolean refused = new AtomicBoolean();
        OneByOne<Integer, Integer> job = each(1, one -> {
            assertThatThrownBy(() -> worker.call(() -> 1)).isInstanceOf(IllegalStateException.class);
            refused.set(true);
            worker.callInAnyCase(() -> 1);
            worker.close();
            return one;
        });
        assertThat(job.await()).containsExactly(0);
        assertThat(refused).isTrue();
        worker.close();
    }

    @Test
    void alarmsOfAnyLengthAreLegal() {
        Future<?> never = worker.later(Duration.ofSeconds(Long.MAX_VALUE), () -> {});
        assertThat(never.cancel(false)).isTrue();
        CountDownLatch rang = new CountDownLatch(1);
        Future<?> soon = worker.later(Duration.ofNanos(1), rang::countDown);
        awaitUninterrupted(rang);
        assertThat(soon.isCancelled()).isFalse();
    }
}
