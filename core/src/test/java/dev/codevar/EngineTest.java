package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.decode.ScaleReport;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.DeadlineException;
import dev.codevar.fault.EngineClosedException;
import dev.codevar.fault.QueueFullException;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.Opened;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What many callers of one engine may rely on. Times are never looked at: where order matters, somebody holds the engine. */
@Timeout(120)
class EngineTest {
    private static final int SCALES = 6;

    private static ModelSet set;

    private Engine engine;
    private CoDe code;

    @BeforeAll
    static void describe(@TempDir Path folder) {
        set = ModelSet.open(TestModels.fashion32(folder));
    }

    @BeforeEach
    void start() {
        start(EngineOptions.DEFAULT);
    }

    private void start(EngineOptions options) {
        engine = Engine.start(options);
        code = engine.open(set, Resources.of(Device.CPU, Precision.FLOAT32));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    /** Holds the engine's thread, in a request of its own, until it is told to go on. */
    private static final class Held implements GenerationObserver {
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
            if (report.scale() == 0) {
                arrived.countDown();
                awaitUninterrupted(goOn);
            }
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Held hold(CoDe by) {
        Held held = new Held();
        by.submit(by.request().count(1).batch(1).build(), held);
        awaitUninterrupted(held.arrived);
        return held;
    }

    private Request request(int seed, int count) {
        return code.request().seed(seed).count(count).build();
    }

    private List<Generated> alone(Request request) {
        try (CoDe own = CoDe.open(set, Resources.of(Device.CPU, Precision.FLOAT32))) {
            return own.generate(request, GenerationObserver.NONE).pictures();
        }
    }

    @Test
    void whatWaitsIsDrawnTogetherAndIsWhatItWouldBeAlone() {
        Held held = hold(code);
        List<GenerationHandle> handles = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            handles.add(code.submit(request(i, 1), GenerationObserver.NONE));
        }
        assertThat(handles)
                .extracting(GenerationHandle::ahead)
                .isEqualTo(IntStream.range(0, 64).boxed().toList());
        assertThat(engine.counters().waitingPictures()).isEqualTo(64);
        held.goOn.countDown();
        List<Generated> made = handles.stream()
                .flatMap(handle -> handle.await().pictures().stream())
                .toList();
        List<Generated> expected = IntStream.range(0, 64)
                .mapToObj(
                        i -> new Request(request(i, 1).plan(), request(i, 1).items(), RandomMode.PER_PICTURE, false, 1))
                .flatMap(one -> code.generate(one, GenerationObserver.NONE).pictures().stream())
                .toList();
        assertSame(made, expected);
        EngineCounters counters = engine.counters();
        assertThat(counters.batchPictures()).isEqualTo(1 + 64 + 64);
        // 64 in batches of 16 and more; the others one by one.
        assertThat(counters.batches()).isLessThanOrEqualTo(1 + 4 + 64);
        assertThat(counters.done()).isEqualTo(1 + 64 + 64);
        assertThat(counters.secondsTransformers().values())
                .as("seconds of each model of the plan")
                .hasSize(code.request().build().plan().parts().size())
                .allSatisfy(seconds -> assertThat(seconds).isPositive());
        assertThat(counters.scalesTransformers().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .as("scales of all batches")
                .isEqualTo(counters.batches()
                        * code.pyramid(code.request().build().plan()).scales());
        assertThat(counters.pictures()).isEqualTo(1 + 64 + 64);
        assertThat(counters.waitingRequests() + counters.runningPictures()).isZero();
    }

    @Test
    void aRequestThatAskedForBatchesOfItsOwnGetsThem() {
        Held held = hold(code);
        List<List<Integer>> batches = new ArrayList<>();
        GenerationObserver watching = new GenerationObserver() {
            @Override
            public void batchStarted(int first, int pictures) {
                batches.add(List.of(first, pictures));
            }
        };
        GenerationHandle own = code.submit(code.request().count(7).batch(3).build(), watching);
        GenerationHandle other = code.submit(request(3, 5), GenerationObserver.NONE);
        held.goOn.countDown();
        assertThat(own.await().batch()).isEqualTo(3);
        assertThat(other.await().batch()).isEqualTo(5);
        assertThat(batches).containsExactly(List.of(0, 3), List.of(3, 3), List.of(6, 1));
    }

    @Test
    void whereBitsHangOnNeighboursRequestsAreNotMixed() {
        engine.close();
        engine = Engine.start(new EngineOptions(100, 64, false));
        // A number format that this processor may or may not multiply: the promise decides.
        code = engine.open(set, Resources.of(Device.CPU, Precision.BFLOAT16));
        boolean promised = EqualBits.promised(Device.CPU, Precision.BFLOAT16);
        Held held = hold(code);
        GenerationHandle one = code.submit(request(1, 2), GenerationObserver.NONE);
        GenerationHandle two = code.submit(request(2, 3), GenerationObserver.NONE);
        held.goOn.countDown();
        assertThat(List.of(one.await().batch(), two.await().batch()))
                .isEqualTo(promised ? List.of(5, 5) : List.of(2, 3));
    }

    @Test
    void anOptionMixesThemAllTheSame() {
        engine.close();
        engine = Engine.start(new EngineOptions(100, 64, true));
        code = engine.open(set, Resources.of(Device.CPU, Precision.BFLOAT16));
        Held held = hold(code);
        GenerationHandle one = code.submit(request(1, 2), GenerationObserver.NONE);
        GenerationHandle two = code.submit(request(2, 3), GenerationObserver.NONE);
        held.goOn.countDown();
        assertThat(List.of(one.await().batch(), two.await().batch())).containsExactly(5, 5);
    }

    @Test
    void anObserverHearsOfItsOwnPicturesAlone() {
        Held held = hold(code);
        List<List<Picture>> previews = new ArrayList<>();
        List<Generated> made = new ArrayList<>();
        GenerationObserver watching = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                previews.add(preview.get());
            }

            @Override
            public void batchDone(int first, List<Generated> pictures) {
                assertThat(first).isEqualTo(made.size());
                made.addAll(pictures);
            }
        };
        GenerationHandle before = code.submit(request(1, 2), GenerationObserver.NONE);
        GenerationHandle watched = code.submit(request(50, 3), watching);
        GenerationHandle after = code.submit(request(9, 2), GenerationObserver.NONE);
        held.goOn.countDown();
        assertThat(before.await().batch()).isEqualTo(7);
        assertSame(watched.await().pictures(), alone(request(50, 3)));
        assertSame(made, watched.await().pictures());
        after.await();
        assertThat(previews)
                .hasSize(SCALES)
                .allSatisfy(three -> assertThat(three).hasSize(3));
        assertThat(previews.get(SCALES - 1))
                .isEqualTo(made.stream().map(Generated::picture).toList());
    }

    @Test
    void aPreviewIsGoneAfterItsCall() {
        List<Supplier<List<Picture>>> kept = new ArrayList<>();
        code.generate(request(1, 1), new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                kept.add(preview);
            }
        });
        assertThatThrownBy(kept.get(0)::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("preview");
    }

    @Test
    void whatAnObserverThrowsEndsItsRequestAlone() {
        for (Throwable thrown : List.of(new IllegalStateException("mine"), new OutOfMemoryError("in my preview"))) {
            Held held = hold(code);
            AtomicInteger heard = new AtomicInteger();
            GenerationObserver throwing = new GenerationObserver() {
                @Override
                public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                    heard.incrementAndGet();
                    if (report.scale() == 2) {
                        if (thrown instanceof Error error) {
                            throw error;
                        }
                        throw (RuntimeException) thrown;
                    }
                }
            };
            GenerationHandle first = code.submit(request(1, 2), GenerationObserver.NONE);
            GenerationHandle bad = code.submit(request(5, 2), throwing);
            GenerationHandle last = code.submit(request(9, 2), GenerationObserver.NONE);
            held.goOn.countDown();
            assertThatThrownBy(bad::await).isSameAs(thrown);
            assertThat(first.await().batch()).as("all were in one batch").isEqualTo(6);
            assertSame(first.await().pictures(), alone(request(1, 2)));
            assertSame(last.await().pictures(), alone(request(9, 2)));
            assertThat(heard.get()).as("scales heard of").isEqualTo(3);
        }
        assertThat(engine.counters().failed()).isEqualTo(2);
    }

    @Test
    void aCancelledRequestEndsAtOnceAndTheOthersGoOn() {
        Held held = hold(code);
        GenerationHandle first = code.submit(request(1, 2), GenerationObserver.NONE);
        GenerationHandle waiting = code.submit(request(5, 2), GenerationObserver.NONE);
        GenerationHandle last = code.submit(request(9, 2), GenerationObserver.NONE);
        assertThat(waiting.cancel()).isTrue();
        assertThat(waiting.cancel()).isFalse();
        assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
        assertThat(last.ahead()).isEqualTo(1);
        held.goOn.countDown();
        assertThat(first.await().batch()).isEqualTo(4);
        assertSame(last.await().pictures(), alone(request(9, 2)));
        assertThat(first.cancel()).as("after its end").isFalse();
        assertThat(engine.counters().cancelled()).isEqualTo(1);
    }

    @Test
    void aRequestCancelledAtWorkLeavesAtTheNextScale() {
        Held held = hold(code);
        GenerationHandle[] doomed = new GenerationHandle[1];
        AtomicInteger heard = new AtomicInteger();
        GenerationObserver counting = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                heard.incrementAndGet();
            }
        };
        List<Long> caches = new ArrayList<>();
        GenerationObserver cancelling = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                caches.add(report.cacheBytes());
                if (report.scale() == 1) {
                    doomed[0].cancel();
                }
            }
        };
        GenerationHandle first = code.submit(request(1, 2), cancelling);
        doomed[0] = code.submit(request(5, 3), counting);
        GenerationHandle last = code.submit(request(9, 1), GenerationObserver.NONE);
        held.goOn.countDown();
        assertSame(first.await().pictures(), alone(request(1, 2)));
        assertSame(last.await().pictures(), alone(request(9, 1)));
        assertThatThrownBy(doomed[0]::await).isInstanceOf(CancellationException.class);
        assertThat(heard.get()).isEqualTo(1);
        // The refiner's cache is made for the three that stayed: two of the plan's models' caches tell how many rows
        // there were.
        long sixGuidedRowsOfTheDrafter = 2L * 4 * 12 * 4 * 256 * 30;
        long sixRowsOfTheRefiner = 2L * 4 * 6 * 2 * 128 * 130;
        assertThat(caches.get(0)).isEqualTo(sixGuidedRowsOfTheDrafter);
        assertThat(caches.get(SCALES - 1)).isEqualTo(sixRowsOfTheRefiner);
    }

    @Test
    void theVqVaesPartCanBeStoppedToo() {
        AtomicInteger asked = new AtomicInteger();
        GenerationObserver late = new GenerationObserver() {
            private boolean drawn;

            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                drawn = report.scale() == SCALES - 1;
            }

            @Override
            public boolean cancelled() {
                return drawn && asked.incrementAndGet() == 3;
            }
        };
        assertThatThrownBy(() -> code.generate(request(1, 8), late))
                .isInstanceOf(CancellationException.class)
                .hasMessage("cancelled before picture 3");
        assertThat(asked.get()).isEqualTo(3);
    }

    @Test
    void whoIsInterruptedHearsNothingAfterwards() throws InterruptedException {
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        GenerationObserver slow = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                inCall.countDown();
                awaitUninterrupted(goOn);
                events.add("heard " + report.scale());
            }
        };
        Thread caller = new Thread(() -> {
            try {
                code.generate(request(1, 1), slow);
            } catch (CancellationException interrupted) {
                events.add("ended, interrupted again: " + Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        inCall.await();
        caller.interrupt();
        while (caller.isInterrupted()) {
            Thread.onSpinWait();
        }
        assertThat(events).isEmpty();
        goOn.countDown();
        caller.join();
        code.generate(request(2, 1), GenerationObserver.NONE);
        assertThat(events).containsExactly("heard 0", "ended, interrupted again: true");
    }

    @Test
    void aRequestGivenUpBeforeItsTurnReadsNoWeights() {
        try (CoDe other = engine.open(TestModels.tiny(), Resources.of(Device.CPU, Precision.FLOAT32))) {
            LoadedModels unread = new LoadedModels(set, Resources.of(Device.CPU, Precision.FLOAT32), engine.memory());
            engine.memory().add(unread);
            CoDe watched =
                    new CoDe(engine, new Opened(set, Resources.of(Device.CPU, Precision.FLOAT32), unread), false);
            Held held = hold(other);
            GenerationObserver stop = new GenerationObserver() {
                @Override
                public boolean cancelled() {
                    return true;
                }
            };
            GenerationHandle stopped = watched.submit(request(1, 1), stop);
            GenerationHandle cancelled = watched.submit(request(2, 1), GenerationObserver.NONE);
            cancelled.cancel();
            held.goOn.countDown();
            assertThatThrownBy(stopped::await).isInstanceOf(CancellationException.class);
            engine.worker().call(() -> "everything before is done");
            assertThat(unread.has("large") || unread.has("small")).isFalse();
            assertThat(engine.counters().batches()).as("the held one alone").isEqualTo(1);
        }
    }

    @Test
    void aRequestGivenUpBetweenTwoModelsReadsNoMore() {
        // Asked before the batch, before each of two transformers, and before the VQ-VAE.
        for (int asked = 2; asked <= 4; asked++) {
            LoadedModels unread = new LoadedModels(set, Resources.of(Device.CPU, Precision.FLOAT32), engine.memory());
            engine.memory().add(unread);
            CoDe watched =
                    new CoDe(engine, new Opened(set, Resources.of(Device.CPU, Precision.FLOAT32), unread), false);
            int last = asked;
            AtomicInteger times = new AtomicInteger();
            GenerationObserver stop = new GenerationObserver() {
                @Override
                public boolean cancelled() {
                    return times.incrementAndGet() == last;
                }
            };
            assertThatThrownBy(() -> watched.generate(
                            watched.request().plan("large:4,small").count(1).build(), stop))
                    .isInstanceOf(CancellationException.class);
            assertThat(unread.has("large")).isEqualTo(asked > 2);
            assertThat(unread.has("small")).isEqualTo(asked > 3);
            assertThat(unread.has(Pyramid.of(1, 2, 3, 4, 6, 8))).isFalse();
            watched.close();
            assertThat(unread.has("large")).as("after closing").isFalse();
        }
    }

    @Test
    void anObserversInterruptAndCheckedExceptionsHarmNobodyElse() {
        GenerationObserver interrupting = new GenerationObserver() {
            @Override
            public void batchDone(int first, List<Generated> pictures) {
                Thread.currentThread().interrupt();
            }
        };
        try (CoDe unread = engine.open(TestModels.tiny(), Resources.of(Device.CPU, Precision.FLOAT32))) {
            code.generate(request(1, 1), interrupting);
            // Files cannot be read by a thread that is interrupted.
            assertThat(unread.generate(unread.request().count(1).build(), GenerationObserver.NONE)
                            .pictures())
                    .hasSize(1);
        }
        GenerationObserver checked = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                throw EngineTest.<RuntimeException>sneaky(new IOException("not declared"));
            }
        };
        assertThatThrownBy(() -> code.generate(request(1, 1), checked)).hasRootCauseMessage("not declared");
        assertThat(code.generate(request(1, 1), GenerationObserver.NONE).pictures())
                .hasSize(1);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @Test
    void anObserverMayHandInMoreAndMayClose() {
        List<GenerationHandle> more = new ArrayList<>();
        GenerationObserver asking = new GenerationObserver() {
            @Override
            public void batchDone(int first, List<Generated> pictures) {
                more.add(code.submit(request(5, 1), GenerationObserver.NONE));
            }
        };
        code.generate(request(1, 1), asking);
        assertThat(more.get(0).await().pictures()).hasSize(1);
        GenerationObserver closing = new GenerationObserver() {
            @Override
            public void batchDone(int first, List<Generated> pictures) {
                code.close();
            }
        };
        assertThat(code.generate(request(1, 1), closing).pictures()).hasSize(1);
        assertThatThrownBy(() -> code.generate(request(1, 1), GenerationObserver.NONE))
                .isInstanceOf(EngineClosedException.class);
    }

    @Test
    void deadlinesEndWhatWaitsWhatIsAtWorkAndWhatWouldBeLate() {
        Held held = hold(code);
        GenerationHandle waiting =
                code.submit(request(1, 1), GenerationObserver.NONE, SubmitOptions.DEFAULT.within(Duration.ofMillis(1)));
        assertThatThrownBy(waiting::await)
                .isInstanceOf(DeadlineException.class)
                .hasMessage("not done within PT0.001S, its deadline");
        held.goOn.countDown();
        // Held by its own observer beyond its deadline: whoever waits is told when that has heard its last.
        Held own = new Held();
        GenerationHandle atWork = code.submit(request(2, 1), own, SubmitOptions.DEFAULT.within(Duration.ofSeconds(2)));
        awaitUninterrupted(own.arrived);
        while (engine.counters().failed() < 2) {
            Thread.onSpinWait();
        }
        assertThat(atWork.result()).isNotDone();
        own.goOn.countDown();
        assertThatThrownBy(atWork::await).isInstanceOf(DeadlineException.class);
        assertThatThrownBy(() -> atWork.result().join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DeadlineException.class);
        // Now it is known how long a picture takes.
        Held again = hold(code);
        GenerationHandle many = code.submit(request(3, 10_000), GenerationObserver.NONE);
        assertThatThrownBy(() -> code.submit(
                        request(4, 1), GenerationObserver.NONE, SubmitOptions.DEFAULT.within(Duration.ofSeconds(1))))
                .isInstanceOf(DeadlineException.class)
                .hasMessageContaining("what waits already takes about ");
        many.cancel();
        again.goOn.countDown();
        code.generate(request(4, 1), GenerationObserver.NONE);
        assertThat(engine.counters().refused()).isEqualTo(1);
    }

    @Test
    void aFullQueueRefusesByType() {
        engine.close();
        start(new EngineOptions(2, 64, false));
        Held held = hold(code);
        GenerationHandle one = code.submit(request(1, 1), GenerationObserver.NONE);
        GenerationHandle two = code.submit(request(2, 1), GenerationObserver.NONE);
        assertThatThrownBy(() -> code.submit(request(3, 1), GenerationObserver.NONE))
                .isInstanceOf(QueueFullException.class);
        two.cancel();
        GenerationHandle three = code.submit(request(3, 1), GenerationObserver.NONE);
        held.goOn.countDown();
        assertThat(one.await().pictures()).hasSize(1);
        assertThat(three.await().pictures()).hasSize(1);
        assertThat(engine.counters().refused()).isEqualTo(1);
    }

    @Test
    void picturesThatAreNotKeptAreGivenToTheObserverAlone() {
        List<Generated> given = new ArrayList<>();
        GenerationObserver taking = new GenerationObserver() {
            @Override
            public void batchDone(int first, List<Generated> pictures) {
                given.addAll(pictures);
            }
        };
        Generation done = code.submit(request(7, 20), taking, SubmitOptions.DEFAULT.withoutKeeping())
                .await();
        assertThat(done.pictures()).isEmpty();
        assertSame(given, alone(request(7, 20)));
    }

    @Test
    void moreThanTheHeapHoldsIsRefusedUnlessNothingIsKept() {
        int million = Request.LARGEST_COUNT;
        int tooMany = (int) Math.min(million, Runtime.getRuntime().maxMemory() / (3 * 32 * 32));
        assertThatThrownBy(() -> code.submit(request(1, tooMany), GenerationObserver.NONE))
                .isInstanceOf(CodeVarException.class)
                .hasMessageContaining("of Java's heap");
        assertThat(code.submit(request(1, tooMany), GenerationObserver.NONE, SubmitOptions.DEFAULT.withoutKeeping())
                        .cancel())
                .isTrue();
        // What has ended takes no room.
        for (int i = 0; i < 3; i++) {
            int most = (int) Math.min(million, Runtime.getRuntime().maxMemory() / 2 / (3 * 32 * 32 + 4 * 130 + 512));
            code.submit(request(1, most), GenerationObserver.NONE).cancel();
        }
    }

    @Test
    void closingWaitsForTheBatchAtWorkAndEndsTheRest() throws InterruptedException {
        Held held = hold(code);
        GenerationHandle waiting = code.submit(request(1, 1), GenerationObserver.NONE);
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> closing = IntStream.range(0, 2)
                .mapToObj(i -> new Thread(() -> {
                    engine.close();
                    order.add("closed");
                }))
                .toList();
        closing.forEach(Thread::start);
        assertThatThrownBy(waiting::await).isInstanceOf(EngineClosedException.class);
        assertThatThrownBy(() -> code.submit(request(1, 1), GenerationObserver.NONE))
                .isInstanceOf(EngineClosedException.class);
        while (closing.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        order.add("going on");
        held.goOn.countDown();
        for (Thread thread : closing) {
            thread.join();
        }
        assertThat(order).containsExactly("going on", "closed", "closed");
    }

    @Test
    void drainingServesWhatWasHandedIn() throws InterruptedException {
        Held held = hold(code);
        GenerationHandle waiting = code.submit(request(1, 3), GenerationObserver.NONE);
        Thread draining = new Thread(() -> {
            try {
                engine.drain();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        draining.start();
        while (draining.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> code.submit(request(1, 1), GenerationObserver.NONE))
                .isInstanceOf(EngineClosedException.class);
        held.goOn.countDown();
        draining.join();
        assertThat(waiting.isDone()).isTrue();
        assertSame(waiting.await().pictures(), alone(request(1, 3)));
    }

    @Test
    void closingASetEndsItsRequestsAndLeavesTheOthers() throws InterruptedException {
        try (CoDe tiny = engine.open(TestModels.tiny(), Resources.of(Device.CPU, Precision.FLOAT32))) {
            Held held = hold(tiny);
            GenerationHandle ofTiny = tiny.submit(tiny.request().count(1).build(), GenerationObserver.NONE);
            GenerationHandle ofOther = code.submit(request(1, 1), GenerationObserver.NONE);
            Thread closing = new Thread(tiny::close);
            closing.start();
            assertThatThrownBy(ofTiny::await).isInstanceOf(EngineClosedException.class);
            assertThatThrownBy(() -> tiny.submit(tiny.request().build(), GenerationObserver.NONE))
                    .isInstanceOf(EngineClosedException.class);
            held.goOn.countDown();
            closing.join();
            assertThat(ofOther.await().pictures()).hasSize(1);
        }
        code.generate(request(1, 1), GenerationObserver.NONE);
    }
}
