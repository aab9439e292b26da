package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.decode.ScaleReport;
import dev.codevar.decode.token.Sampling;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Requests of any kind, all at once: those that are not given up get what they would have had alone. Who gives up when is told by
 * the observers' own count, so that requests leave between any two scales, whatever the machine's speed.
 */
@Tag("slow")
class MixedRequestsTest {
    private static final int REQUESTS = 50;
    private static final List<String> PLANS = List.of("large:4,small", "large", "small", "large:2,small:3,large");

    private static ModelSet clothes;

    @BeforeAll
    static void describe(@TempDir Path folder) {
        clothes = ModelSet.open(TestModels.fashion32(folder));
    }

    /** Asks for previews at some scales, and gives up before one. */
    private static final class Fickle implements GenerationObserver {
        private final int scaleToLeave;
        private final int scaleToLookAt;
        private final int batchToLeave;
        private int batches;
        private int scale;
        private int seen;

        Fickle(Random random) {
            boolean leaves = random.nextInt(3) == 0;
            scaleToLeave = leaves ? random.nextInt(6) : Integer.MAX_VALUE;
            batchToLeave = random.nextInt(2);
            scaleToLookAt = random.nextInt(12);
        }

        @Override
        public void batchStarted(int first, int pictures) {
            batches++;
            scale = 0;
        }

        @Override
        public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
            scale = report.scale() + 1;
            if (report.scale() == scaleToLookAt) {
                seen += preview.get().size();
            }
        }

        @Override
        public boolean cancelled() {
            return batches > batchToLeave && scale >= scaleToLeave;
        }

        boolean gaveUp() {
            return cancelled();
        }

        int seen() {
            return seen;
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 1", "FLOAT32, 2", "BFLOAT16, 3", "BFLOAT16, 4"})
    void eachGetsWhatItWouldHaveHadAlone(Precision precision, int seed) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        Random random = new Random(seed);
        Resources resources = Resources.of(Device.CPU, precision);
        List<Request> requests = new ArrayList<>();
        List<Fickle> observers = new ArrayList<>();
        List<List<Generated>> alone = new ArrayList<>();
        List<GenerationHandle> handles = new ArrayList<>();
        try (CoDe own = CoDe.open(clothes, resources);
                CoDe ownTiny = CoDe.open(TestModels.tiny(), resources);
                Engine engine = Engine.start(EngineOptions.DEFAULT)) {
            CoDe shared = engine.open(clothes, resources);
            CoDe sharedTiny = engine.open(TestModels.tiny(), resources);
            Picture kept = own.generate(own.request().count(1).build(), GenerationObserver.NONE)
                    .pictures()
                    .get(0)
                    .picture();
            for (int i = 0; i < REQUESTS; i++) {
                boolean tiny = random.nextInt(5) == 0;
                Request request = tiny ? ofTiny(ownTiny, random) : ofClothes(own, random, kept);
                Fickle observer = new Fickle(random);
                requests.add(request);
                observers.add(observer);
                alone.add((tiny ? ownTiny : own)
                        .generate(oneByOne(request), GenerationObserver.NONE)
                        .pictures());
            }
            for (int i = 0; i < REQUESTS; i++) {
                boolean tiny = requests.get(i).plan().text().equals("tiny");
                handles.add((tiny ? sharedTiny : shared).submit(requests.get(i), observers.get(i)));
            }
            int gaveUp = 0;
            int looked = 0;
            for (int i = 0; i < REQUESTS; i++) {
                GenerationHandle handle = handles.get(i);
                try {
                    assertSame(handle.await().pictures(), alone.get(i));
                    assertThat(observers.get(i).gaveUp()).as("request " + i).isFalse();
                } catch (CancellationException e) {
                    assertThat(observers.get(i).gaveUp()).as("request " + i).isTrue();
                    gaveUp++;
                }
                looked += observers.get(i).seen();
            }
            assertThat(gaveUp).as("requests given up").isBetween(5, 30);
            assertThat(looked).as("previews").isPositive();
            EngineCounters counters = engine.counters();
            assertThat(counters.done() + counters.cancelled()).isEqualTo(REQUESTS);
            assertThat(counters.batchPictures())
                    .as("more pictures than batches")
                    .isGreaterThan(2 * counters.batches());
        }
    }

    private static Request ofTiny(CoDe code, Random random) {
        return code.request()
                .count(1 + random.nextInt(4))
                .seed(random.nextInt())
                .cfg(random.nextInt(3))
                .build();
    }

    private static Request ofClothes(CoDe code, Random random, Picture kept) {
        List<Request.Item> items = IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(i -> item(random, kept))
                .toList();
        String plan = PLANS.get(random.nextInt(PLANS.size()));
        boolean smooth = random.nextInt(8) == 0;
        int batch = random.nextInt(8) == 0 ? 2 : 0;
        return new Request(code.request().plan(plan).build().plan(), items, RandomMode.PER_PICTURE, smooth, batch);
    }

    private static Request.Item item(Random random, Picture kept) {
        Sampling sampling = new Sampling(
                random.nextInt(3),
                List.of(random.nextInt(5) == 0 ? 0.0 : 0.7 + 0.1 * random.nextInt(6)),
                List.of(random.nextInt(3) * 100),
                random.nextInt(2) * 0.9);
        Optional<EditSource> edit = random.nextInt(5) == 0
                ? Optional.of(new EditSource(
                        kept,
                        Mask.box(
                                kept,
                                Box.at(random.nextInt(16), random.nextInt(16)).size(16, 8))))
                : Optional.empty();
        return new Request.Item(random.nextInt(10), random.nextLong(), sampling, edit);
    }

    private static Request oneByOne(Request request) {
        return new Request(request.plan(), request.items(), request.random(), request.moreSmooth(), 1);
    }
}
