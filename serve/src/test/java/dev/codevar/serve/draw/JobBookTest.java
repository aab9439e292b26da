package dev.codevar.serve.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.Generation;
import dev.codevar.GenerationHandle;
import dev.codevar.GenerationObserver;
import dev.codevar.picture.Picture;
import dev.codevar.serve.TestServer;
import dev.codevar.serve.fields.Values;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What jobs leave behind, and what is made for whom, however late those come who are told. */
@Timeout(120)
class JobBookTest {
    private static final int SCALES = 6;
    private static final int MANY = 1000;

    @AutoClose
    private static final TestServer SERVER = TestServer.start();

    private final CountDownLatch ended = new CountDownLatch(1);

    private JobBook book(long mostBytes, int mostGrown) {
        return new JobBook(
                Duration.ofMinutes(1), Duration.ofMinutes(1), mostBytes, mostGrown, job -> ended.countDown());
    }

    private static Wish wish(int count) {
        Served served = new Served("fashion32", SERVER.code);
        return Wish.of(served, "small", List.of(8), count, Values.ofKnown(Map.of("seed", "1")), Optional.empty(), true);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Is told nothing of the beginning, and so of what follows, before something has happened; wants to see one scale. */
    private static final class Late implements Watcher {
        private final CountDownLatch until;
        private final int shown;
        private final Map<Integer, Integer> previews = new TreeMap<>();

        Late(CountDownLatch until, int shown) {
            this.until = until;
            this.shown = shown;
        }

        @Override
        public boolean wantsPreviews(ImageJob job, int scale) {
            return scale == shown;
        }

        @Override
        public void started(ImageJob job) {
            await(until);
        }

        @Override
        public void scaleDone(ImageJob job, ScaleDone done) {
            previews.put(done.scale(), done.previews().size());
        }

        @Override
        public void ended(ImageJob job) {}
    }

    /** Previews become files after their job has ended, where many are made. */
    @Test
    void latePreviewsCountToo() throws Exception {
        long most = 80_000;
        try (JobBook book = book(most, MANY)) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                CountDownLatch drawn = new CountDownLatch(1);
                ImageJob job = book.submit(wish(1), "job", true, List.of(new Late(drawn, 0)));
                while (!job.state().ended()) {
                    Thread.sleep(2);
                }
                drawn.countDown();
                job.ended().get();
                ids.add(job.id());
            }
            List<ImageJob> kept =
                    ids.stream().flatMap(id -> book.find(id).stream()).toList();
            long bytes = kept.stream()
                    .mapToLong(job -> job.previewBytes()
                            + job.pictures().stream()
                                    .mapToLong(png -> png.length)
                                    .sum())
                    .sum();
            assertThat(kept).hasSizeGreaterThan(1);
            assertThat(kept.get(0).previewBytes())
                    .as("more than the pictures")
                    .isGreaterThan(kept.get(0).pictures().get(0).length);
            assertThat(bytes).as("of " + kept.size() + " jobs").isBetween(most / 2, most);
        }
    }

    @Test
    void whatHasEndedHoldsItsFilesAlone() throws InterruptedException {
        Wish wish = wish(1);
        ImageJob job = new ImageJob("a", wish, "job", false, List.of(), Runnable::run);
        WeakReference<Picture> raw = drawn(job);
        while (raw.get() != null) {
            System.gc();
            Thread.sleep(10);
        }
        assertThat(job.pictures()).hasSize(1);
        job.cancel();
        assertThat(job.ahead()).isZero();
        assertThat(job.state()).isEqualTo(JobState.DONE);
    }

    private static WeakReference<Picture> drawn(ImageJob job) {
        GenerationHandle handle = SERVER.code.submit(job.wish().request(), GenerationObserver.NONE);
        job.handedIn(handle);
        Generation generation = handle.await();
        job.end(generation, null, () -> {}, Runnable::run);
        return new WeakReference<>(generation.pictures().get(0).picture());
    }

    /** A stream's client sees what it asked for, and nobody comes later. */
    @Test
    void previewsAreMadeForThoseWhoSeeThem() throws Exception {
        try (JobBook book = book(MANY, MANY)) {
            Late one = new Late(new CountDownLatch(0), 3);
            ImageJob job = book.submit(wish(2), "image_generation", false, List.of(one));
            job.ended().get();
            assertThat(one.previews).isEqualTo(previews(3, 2));
            assertThat(job.keepsPreviews()).isFalse();
            assertThat(job.previewBytes()).isZero();
            Late other = new Late(new CountDownLatch(0), 3);
            ImageJob kept = book.submit(wish(2), "job", true, List.of(other));
            kept.ended().get();
            assertThat(other.previews)
                    .as("of whoever comes later")
                    .hasSize(SCALES)
                    .containsValue(2);
            assertThat(other.previews.values()).containsOnly(2);
        }
    }

    /** Of many pictures the latest preview is made; a scale that nobody wants to see is none. */
    @Test
    void theLatestPreviewIsTheLatestThatIsWanted() throws Exception {
        try (JobBook book = book(MANY, 0)) {
            Late late = new Late(ended, 3);
            book.submit(wish(2), "image_generation", false, List.of(late))
                    .ended()
                    .get();
            assertThat(late.previews).isEqualTo(previews(3, 2));
        }
    }

    private static Map<Integer, Integer> previews(int shown, int count) {
        Map<Integer, Integer> previews = new TreeMap<>();
        for (int scale = 0; scale < SCALES; scale++) {
            previews.put(scale, scale == shown ? count : 0);
        }
        return previews;
    }

    /** Who waits for pictures alone does not wait for what others are told. */
    @Test
    void whomNobodyWatchesWaitsForNoWatcher() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (JobBook book = book(MANY, MANY)) {
            ImageJob watched = book.submit(wish(1), "job", true, List.of(new Late(answered, 0)));
            ImageJob plain = book.submit(wish(1), "image_generation", false, List.of());
            try {
                assertThat(plain.ended().get(30, TimeUnit.SECONDS).pictures()).hasSize(1);
                assertThat(watched.ended()).isNotDone();
            } finally {
                answered.countDown();
            }
            watched.ended().get();
        }
    }
}
