package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.decode.ScaleReport;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.Opened;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeping one model at a time changes what is in memory, and no picture. */
class LowMemoryTest {
    private static final String PAIR = "large:4,small";
    private static final Pyramid SCALES = Pyramid.of(1, 2, 3, 4, 6, 8);

    @TempDir
    static Path folder;

    private static ModelSet set;
    private static Request request;
    private static List<Generated> expected;

    private Engine engine;
    private LoadedModels models;
    private CoDe code;

    @BeforeAll
    static void drawWithAllModels() {
        set = ModelSet.open(TestModels.fashion32(folder));
        try (CoDe code = CoDe.open(set, resources(false))) {
            request = code.request().plan(PAIR).count(5).batch(2).seed(3).build();
            expected = code.generate(request, GenerationObserver.NONE).pictures();
        }
    }

    @BeforeEach
    void open() {
        open(true);
    }

    private void open(boolean lowMemory) {
        Resources resources = resources(lowMemory);
        engine = Engine.start(EngineOptions.DEFAULT);
        models = new LoadedModels(set, resources, engine.memory());
        engine.memory().add(models);
        code = new CoDe(engine, new Opened(set, resources, models), true);
    }

    @AfterEach
    void close() {
        code.close();
    }

    @Test
    void picturesAreTheSame() {
        try (CoDe code = CoDe.open(set, resources(true))) {
            assertSame(code.generate(request, GenerationObserver.NONE).pictures(), expected);
            assertSame(code.generate(request, GenerationObserver.NONE).pictures(), expected);
        }
    }

    @Test
    void oneTransformerAtATime() {
        List<Set<String>> atHand = new ArrayList<>();
        GenerationObserver watching = new GenerationObserver() {
            @Override
            public void batchStarted(int first, int pictures) {
                assertThat(atHand().size()).isLessThanOrEqualTo(1);
            }

            @Override
            public void segmentStarted(int segment) {
                atHand.add(atHand());
            }

            @Override
            public void scaleDone(ScaleReport report, Supplier<List<Picture>> preview) {
                assertThat(atHand()).containsExactly(report.segment() == 0 ? "large" : "small");
            }
        };
        assertSame(run(request, watching).pictures(), expected);
        Set<String> large = Set.of("large");
        Set<String> small = Set.of("small");
        assertThat(atHand)
                .as("two segments in each of three batches")
                .containsExactly(large, small, large, small, large, small);
        assertThat(models.has(SCALES)).as("the VQ-VAE stays").isTrue();
    }

    @Test
    void aModelThatIsAtHandStays() {
        Request alone = new Request(
                PlanSpec.parse("large", set.description()), request.items(), RandomMode.PER_PICTURE, false, 2);
        run(alone, GenerationObserver.NONE);
        assertThat(atHand()).containsExactly("large");
        run(alone, new GenerationObserver() {
            @Override
            public void batchStarted(int first, int pictures) {
                assertThat(atHand()).containsExactly("large");
            }
        });
    }

    @Test
    void whatCachesTookIsFreedAfterEveryBatch() {
        List<Long> during = new ArrayList<>();
        run(request, new GenerationObserver() {
            @Override
            public void segmentStarted(int segment) {
                during.add(engine.memory().slab().capacity());
            }

            @Override
            public void batchDone(int first, List<Generated> pictures) {
                during.add(engine.memory().slab().capacity());
            }
        });
        assertThat(during)
                .as("at the start of both segments and at the end of each batch; the last one is of one picture")
                .containsExactly(
                        0L,
                        bytes(2, 4, 30),
                        bytes(2, 2, 130),
                        0L,
                        bytes(2, 4, 30),
                        bytes(2, 2, 130),
                        0L,
                        bytes(1, 4, 30),
                        bytes(1, 2, 130));
        assertThat(engine.memory().slab().capacity()).isZero();
    }

    /** {@return bytes of the keys and values of guided pictures in float32} */
    private static long bytes(int pictures, int depth, int tokens) {
        return 2L * 4 * depth * (2L * pictures) * tokens * 64 * depth;
    }

    @Test
    void aRequestThatWasStoppedLeavesNothing() {
        GenerationObserver stopping = new GenerationObserver() {
            private boolean stopped;

            @Override
            public void segmentStarted(int segment) {
                stopped = segment == 1;
            }

            @Override
            public boolean cancelled() {
                return stopped;
            }
        };
        assertThatThrownBy(() -> run(request, stopping)).isInstanceOf(CancellationException.class);
        assertThat(engine.memory().slab().capacity()).isZero();
        assertSame(run(request, GenerationObserver.NONE).pictures(), expected);
    }

    @Test
    void nothingGrowsFromRequestToRequest() {
        for (int i = 0; i < 2; i++) {
            run(request, GenerationObserver.NONE);
        }
        long objects = NativeObjects.settled();
        for (int i = 0; i < 5; i++) {
            run(request, GenerationObserver.NONE);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(objects);
        }
    }

    @Test
    void whereMemoryIsNotShortModelsAndCachesStay() {
        code.close();
        open(false);
        run(request, GenerationObserver.NONE);
        assertThat(models.has("large") && models.has("small")).isTrue();
        assertThat(engine.memory().slab().capacity()).isPositive();
        assertThat(models.replaceable()).isZero();
    }

    @Test
    void keepingOnlyAPlansModelsFreesTheOthers() {
        code.close();
        open(false);
        assertSame(run(request, GenerationObserver.NONE).pictures(), expected);
        code.keepOnly(PlanSpec.parse("small", set.description()));
        assertThat(models.has("large")).isFalse();
        assertThat(models.has("small")).isTrue();
        assertThat(models.has(SCALES)).isTrue();
        assertThat(engine.memory().slab().capacity()).isZero();
        assertSame(run(request, GenerationObserver.NONE).pictures(), expected);
        assertThat(models.has("large") && models.has("small")).isTrue();
    }

    @Test
    void laterRequestsAreTheSameAfterKeepingOnly() {
        for (boolean lowMemory : new boolean[] {false, true}) {
            try (CoDe code = CoDe.open(set, resources(lowMemory))) {
                code.keepOnly(request.plan());
                assertSame(code.generate(request, GenerationObserver.NONE).pictures(), expected);
                code.keepOnly(PlanSpec.parse("small", set.description()));
                assertSame(code.generate(request, GenerationObserver.NONE).pictures(), expected);
            }
        }
    }

    private Set<String> atHand() {
        Set<String> roles = new TreeSet<>(set.description().models().keySet());
        roles.removeIf(role -> !models.has(role));
        return roles;
    }

    private Generation run(Request asked, GenerationObserver observer) {
        return code.generate(asked, observer);
    }

    private static Resources resources(boolean lowMemory) {
        return new Resources(Device.CPU, Map.of(), Precision.FLOAT32, lowMemory, OptionalLong.empty());
    }
}
