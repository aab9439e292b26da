package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static dev.codevar.SamePictures.tokens;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.decode.ScaleReport;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller of the library may rely on, on real weights in float32. */
class GenerationTest {
    private static CoDe code;

    @BeforeAll
    static void open(@TempDir Path folder) {
        code = TestModels.open(folder);
    }

    @AfterAll
    static void close() {
        code.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aModelHandingOverToItselfIsThatModelAlone(int draftSteps) {
        List<Generated> alone = generate(request().plan("large"));
        assertSame(generate(request().plan("large:" + draftSteps + ",large")), alone);
    }

    @Test
    void threeSegmentsOfOneModelAreThatModelAlone() {
        assertSame(
                generate(request().plan("small:2,small:3,small")),
                generate(request().plan("small")));
    }

    @Test
    void plansOfDifferentModelsDiffer() {
        assertThat(tokens(generate(request().plan("large:3,small"))))
                .isNotEqualTo(tokens(generate(request().plan("large"))));
    }

    @Test
    void theRefinerStartsWithThePrefixAndPredictsOneScale() {
        List<ScaleReport> reports = new ArrayList<>();
        generate(request().plan("large:4,small"), new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                reports.add(report);
            }
        });
        assertThat(reports).extracting(ScaleReport::tokensFed).containsExactly(1, 4, 9, 16, 1 + 4 + 9 + 16 + 36, 64);
        assertThat(reports).extracting(ScaleReport::tokensPredicted).containsExactly(1, 4, 9, 16, 36, 64);
        assertThat(reports).extracting(ScaleReport::segment).containsExactly(0, 0, 0, 0, 1, 1);
    }

    @Test
    void theDraftersCacheIsFreedBeforeTheRefinersIsMade() {
        List<Long> cacheBytes = new ArrayList<>();
        Generation done = code.generate(request().plan("large:5,small").build(), new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                cacheBytes.add(report.cacheBytes());
            }
        });
        // keys and values, float32, two rows a picture: depth · width · tokens of the scales up to the last one made.
        long drafter = 2L * 4 * 2 * 10 * 4 * 256 * 66;
        long refiner = 2L * 4 * 2 * 10 * 2 * 128 * 130;
        assertThat(cacheBytes).containsExactly(drafter, drafter, drafter, drafter, drafter, refiner);
        assertThat(done.peakCacheBytes()).isEqualTo(Math.max(drafter, refiner)).isLessThan(drafter + refiner);
    }

    @Test
    void everyScaleIsTimed() {
        double[] seconds = new double[6];
        Generation done = code.generate(request().count(4).batch(2).build(), new GenerationObserver() {
            @Override
            public void scaleTimed(int scale, double taken) {
                assertThat(taken).isPositive();
                seconds[scale] += taken;
            }
        });
        assertThat(done.secondsPerScale())
                .containsExactly(Arrays.stream(seconds).boxed().toArray(Double[]::new));
        assertThat(done.secondsTransformer()).isEqualTo(Arrays.stream(seconds).sum());
    }

    @Test
    void previewsEndInThePicture() {
        Previews previews = new Previews();
        List<Generated> made = generate(request().plan("large:4,small"), previews);
        assertThat(previews.all).hasSize(6);
        assertThat(previews.all.get(5))
                .isEqualTo(made.stream().map(Generated::picture).toList());
        assertThat(previews.all.get(0)).isNotEqualTo(previews.all.get(5));
    }

    @Test
    void previewsLeaveNothingBehind() {
        generate(request().count(2), new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                long before = NativeObjects.settled();
                assertThat(preview.get()).hasSize(2);
                assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
            }
        });
    }

    @Test
    void whatIsKeptOfAPictureIsKept() {
        Picture original =
                generate(request().classes("Sneaker").count(1)).get(0).picture();
        Mask right = Mask.box(original, Box.at(16, 0).size(16, 32));
        EditSource edit = new EditSource(original, right);
        List<Generated> edited =
                generate(request().classes("Bag").count(2).edit(edit.asDrawn()).plan("large:3,small"));
        Picture reconstruction = code.reconstruct(original).get(5);
        for (Generated one : edited) {
            // The VQ-VAE sees neighbours, so only the far left is exactly as without the edit.
            assertThat(difference(one.picture(), reconstruction, 0, 8)).isLessThan(6);
            assertThat(difference(one.picture(), reconstruction, 20, 32)).isGreaterThan(10);
        }
        List<Generated> laidOver =
                generate(request().classes("Bag").count(2).edit(original, right).plan("large:3,small"));
        for (int i = 0; i < 2; i++) {
            Picture asDrawn = edited.get(i).picture();
            assertThat(laidOver.get(i).tokens()).isEqualTo(edited.get(i).tokens());
            assertThat(difference(asDrawn, original, 0, 16)).isGreaterThan(0);
            assertThat(difference(laidOver.get(i).picture(), original, 0, 16)).isZero();
            // One soft pixel: half of each.
            assertThat(difference(laidOver.get(i).picture(), asDrawn, 17, 32)).isZero();
        }
        List<Generated> all = generate(request()
                .classes("Bag")
                .count(2)
                .edit(original, Mask.box(original, Box.at(0, 0).size(32, 32)))
                .plan("large:3,small"));
        assertSame(all, generate(request().classes("Bag").count(2).plan("large:3,small")));
    }

    /** As the finished picture does, which the last one is. */
    @Test
    void previewsOfEditsKeepWhatIsKept() {
        Picture original =
                generate(request().classes("Sneaker").count(1)).get(0).picture();
        EditSource right =
                new EditSource(original, Mask.box(original, Box.at(16, 0).size(16, 32)));
        Previews previews = new Previews();
        List<Generated> made = generate(request().classes("Bag").count(2).edit(right), previews);
        assertThat(previews.all)
                .hasSize(6)
                .allSatisfy(both -> assertThat(both)
                        .hasSize(2)
                        .allSatisfy(one ->
                                assertThat(difference(one, original, 0, 16)).isZero()));
        assertThat(previews.all.get(5))
                .isEqualTo(made.stream().map(Generated::picture).toList());
        Previews asDrawn = new Previews();
        List<Generated> drawn = generate(request().classes("Bag").count(2).edit(right.asDrawn()), asDrawn);
        assertThat(asDrawn.all.get(5))
                .isEqualTo(drawn.stream().map(Generated::picture).toList());
        assertThat(difference(asDrawn.all.get(0).get(0), original, 0, 16)).isGreaterThan(0);
    }

    /** What was to be seen after each scale. */
    private static final class Previews implements GenerationObserver {
        private final List<List<Picture>> all = new ArrayList<>();

        @Override
        public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
            all.add(preview.get());
        }
    }

    @Test
    void requestsAtOnceDoNotDisturbEachOther() throws Exception {
        List<Request> requests = IntStream.range(0, 6)
                .mapToObj(i -> request()
                        .plan(i % 2 == 0 ? "large:4,small" : "small")
                        .seed(100L * i)
                        .build())
                .toList();
        List<List<Generated>> oneByOne = requests.stream()
                .map(request -> code.generate(request, GenerationObserver.NONE).pictures())
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (CoDe other = CoDe.open(code.models().folder().orElseThrow(), Device.CPU, Precision.FLOAT32)) {
            List<Future<List<Generated>>> atOnce = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                CoDe where = i % 3 == 0 ? other : code;
                Request request = requests.get(i);
                atOnce.add(threads.submit(
                        () -> where.generate(request, GenerationObserver.NONE).pictures()));
            }
            for (int i = 0; i < requests.size(); i++) {
                assertSame(atOnce.get(i).get(), oneByOne.get(i));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void closedModelsSaySo(@TempDir Path folder) {
        CoDe closed = TestModels.open(folder);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.generate(request().build(), GenerationObserver.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anObserverCannotAskForMore() {
        GenerationObserver asking = new GenerationObserver() {
            @Override
            public void segmentStarted(int segment) {
                generate(request().count(1));
            }
        };
        assertThatThrownBy(() -> code.generate(request().count(1).build(), asking))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("observer");
    }

    @Test
    void anInterruptedCallerStopsTheDrawing() {
        List<Integer> scales = new ArrayList<>();
        Thread caller = Thread.currentThread();
        GenerationObserver interrupting = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                scales.add(report.scale());
                if (scales.size() == 1) {
                    caller.interrupt();
                }
            }
        };
        assertThatThrownBy(() -> code.generate(request().count(50).batch(1).build(), interrupting))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        // The next request waits for the one that was stopped.
        generate(request().count(1));
        assertThat(scales).hasSizeLessThan(50 * 6);
    }

    @Test
    void stopsWhenTheObserverSaysSo() {
        List<Integer> scales = new ArrayList<>();
        GenerationObserver stopAfterTwo = new GenerationObserver() {
            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                scales.add(report.scale());
            }

            @Override
            public boolean cancelled() {
                return scales.size() == 2;
            }
        };
        assertThatThrownBy(() -> code.generate(request().build(), stopAfterTwo))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("before scale 2");
        assertThat(scales).containsExactly(0, 1);
    }

    private static Request.Builder request() {
        return code.request().seed(7);
    }

    private static List<Generated> generate(Request.Builder request) {
        return generate(request, GenerationObserver.NONE);
    }

    private static List<Generated> generate(Request.Builder request, GenerationObserver observer) {
        return code.generate(request.build(), observer).pictures();
    }

    /** The mean absolute difference of the columns from {@code from} to before {@code to}. */
    private static double difference(Picture a, Picture b, int from, int to) {
        double sum = 0;
        for (int y = 0; y < a.height(); y++) {
            for (int x = from; x < to; x++) {
                sum += Math.abs(a.sample(x, y, 0) - b.sample(x, y, 0));
            }
        }
        return sum / (a.height() * (to - from));
    }
}
