package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.fault.CodeVarException;
import dev.codevar.memory.EngineMemory;
import dev.codevar.memory.LoadedModels;
import dev.codevar.memory.MemoryLeft;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.HostMemory;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What does not fit into memory is drawn in smaller batches or refused, and what does is left alone. */
class AdmissionTest {
    private static final String PLAN = "large:4,small";
    private static final int PICTURES = 64;
    private static final long TOO_LITTLE = 1 << 20;
    private static final long PLENTY = 1L << 50;
    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+");

    @TempDir
    static Path folder;

    private static ModelSet set;
    private static List<Generated> expected;

    @BeforeAll
    static void drawWithoutLimit() {
        set = ModelSet.open(TestModels.fashion32(folder));
        try (CoDe code = open(Precision.FLOAT32, PLENTY)) {
            expected = code.generate(request(code).build(), GenerationObserver.NONE)
                    .pictures();
        }
    }

    @Test
    void whatCannotFitIsRefusedBeforeWeightsAreRead(@TempDir Path broken) throws IOException {
        TestModels.fashion32(broken);
        for (String file : List.of("vae.pth", "var_d4.pth", "var_d2.pth")) {
            Files.writeString(broken.resolve(file), "whoever reads this fails with another message");
        }
        ModelSet unreadable = ModelSet.open(broken);
        try (CoDe code = CoDe.open(unreadable, limited(Precision.FLOAT32, TOO_LITTLE, false))) {
            assertThatThrownBy(() -> code.generate(code.request().build(), GenerationObserver.NONE))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageStartingWith("not enough memory: plan " + PLAN + " in float32 takes ")
                    .hasMessageContaining("0.00 GB are available (of a limit of 0.00 GB, with ")
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void theSumWrittenOutIsRight() {
        Matcher numbers = NUMBER.matcher(refusal(PLAN, Precision.FLOAT32, false));
        List<Double> found = new ArrayList<>();
        while (numbers.find() && found.size() < 5) {
            found.add(Double.parseDouble(numbers.group()));
        }
        double sum = found.get(1) + found.get(2) + found.get(3) + found.get(4);
        assertThat(found.get(0)).isCloseTo(sum, Offset.offset(0.016));
    }

    @Test
    void onlyAdviceThatHelpsIsGiven() {
        assertThat(refusal(PLAN, Precision.FLOAT32, false)).contains("--low-memory", "; bfloat16 takes ");
        assertThat(refusal(PLAN, Precision.FLOAT32, true))
                .doesNotContain("--low-memory")
                .contains("; bfloat16 takes ");
        assertThat(refusal(PLAN, Precision.BFLOAT16, false))
                .contains("--low-memory")
                .doesNotContain("; bfloat16 takes ");
        assertThat(refusal("large", Precision.FLOAT32, false))
                .doesNotContain("--low-memory")
                .contains("; bfloat16 takes ");
        assertThat(refusal("large", Precision.BFLOAT16, false))
                .doesNotContain("--low-memory")
                .doesNotContain("; bfloat16 takes ");
        assertThat(refusal(PLAN, Precision.FLOAT32, false).contains("; int8 takes "))
                .isEqualTo(EightBitProduct.offered());
    }

    @Test
    void theFasterAdviceComesFirst() {
        assumeTrue(EightBitProduct.offered());
        String refusal = refusal(PLAN, Precision.FLOAT32, false);
        assertThat(refusal.indexOf("; bfloat16 takes ") < refusal.indexOf("; int8 takes "))
                .isEqualTo(Cpu.multipliesBfloat16());
    }

    @Test
    void inEightBitsNothingCoarserIsLeft() {
        assumeTrue(EightBitProduct.offered());
        assertThat(refusal("large", Precision.INT8, false)).doesNotContain("; int8 takes ");
    }

    private static String refusal(String plan, Precision precision, boolean lowMemory) {
        try (CoDe code = CoDe.open(set, limited(precision, TOO_LITTLE, lowMemory))) {
            Request request = code.request().plan(plan).count(1).build();
            try {
                code.generate(request, GenerationObserver.NONE);
            } catch (CodeVarException refused) {
                return String.valueOf(refused.getMessage());
            }
        }
        throw new AssertionError("a limit of a megabyte was not refused");
    }

    @Test
    void aBatchThatDoesNotFitIsDrawnInSmallerOnes() {
        List<int[]> reductions = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        List<Integer> drawn = new ArrayList<>();
        GenerationObserver observer = new GenerationObserver() {
            @Override
            public void batchReduced(int asked, int batch, String why) {
                assertThat(drawn).as("told before anything is drawn").isEmpty();
                reductions.add(new int[] {asked, batch});
                reasons.add(why);
            }

            @Override
            public void batchStarted(int first, int pictures) {
                drawn.add(pictures);
            }
        };
        try (CoDe code = open(Precision.FLOAT32, limitFor(PICTURES / 2))) {
            Generation done = code.generate(request(code).batch(PICTURES).build(), observer);
            assertThat(reductions).hasSize(1);
            assertThat(reductions.get(0)[0]).isEqualTo(PICTURES);
            assertThat(reductions.get(0)[1]).isBetween(1, PICTURES - 1).isEqualTo(done.batch());
            assertThat(drawn).allMatch(pictures -> pictures <= done.batch());
            assertThat(drawn.stream().mapToInt(pictures -> pictures).sum()).isEqualTo(PICTURES);
            assertThat(reasons.get(0))
                    .startsWith("a batch of " + PICTURES + " takes ")
                    .contains("GB are available")
                    .hasLineCount(1);
            assertSame(done.pictures(), expected);
        }
    }

    @Test
    void onlyPicturesThatThereAreCount() {
        try (CoDe code = open(Precision.FLOAT32, limitFor(PICTURES))) {
            Request few = request(code).count(2).batch(Request.LARGEST_BATCH).build();
            assertSame(code.generate(few, new NeverReduced()).pictures(), expected.subList(0, 2));
        }
    }

    @Test
    void whereABatchSharesItsChanceItIsRefusedInstead() {
        try (CoDe code = open(Precision.FLOAT32, limitFor(PICTURES / 4))) {
            Request request =
                    request(code).batch(PICTURES).random(RandomMode.REFERENCE).build();
            assertThatThrownBy(() -> code.generate(request, new NeverReduced()))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessageContaining("for each of " + PICTURES + " pictures")
                    .hasMessageContaining("are available");
        }
    }

    /** Whoever follows it starts anew, and reads other weights. */
    @Test
    void adviceCountsWeightsThatWereReadAlready() {
        try (CoDe code = open(Precision.FLOAT32, limitFor(PICTURES / 4))) {
            Request request =
                    request(code).batch(PICTURES).random(RandomMode.REFERENCE).build();
            String before = advice(code, request);
            code.generate(request(code).count(1).build(), GenerationObserver.NONE);
            assertThat(advice(code, request)).isEqualTo(before).contains("; bfloat16 takes ");
        }
    }

    private static String advice(CoDe code, Request request) {
        try {
            code.generate(request, GenerationObserver.NONE);
        } catch (CodeVarException refused) {
            String message = String.valueOf(refused.getMessage());
            return message.substring(message.indexOf(';'));
        }
        throw new AssertionError("it was not refused");
    }

    @ParameterizedTest
    @EnumSource(RandomMode.class)
    void whatFitsIsLeftAlone(RandomMode random) {
        try (CoDe unlimited = CoDe.open(set, Resources.of(Device.CPU, Precision.FLOAT32));
                CoDe limited = open(Precision.FLOAT32, PLENTY)) {
            Request request = request(limited).count(6).batch(4).random(random).build();
            Generation done = limited.generate(request, new NeverReduced());
            assertThat(done.batch()).isEqualTo(4);
            assertSame(
                    done.pictures(),
                    unlimited.generate(request, new NeverReduced()).pictures());
        }
    }

    @Test
    void nobodyIsToldOfABatchThatNobodyAskedFor() {
        try (CoDe code = open(Precision.FLOAT32, limitFor(PICTURES / 2))) {
            Generation done = code.generate(request(code).build(), new NeverReduced());
            assertThat(done.batch()).isBetween(1, PICTURES - 1);
            assertSame(done.pictures(), expected);
        }
    }

    private static final class NeverReduced implements GenerationObserver {
        @Override
        public void batchReduced(int asked, int batch, String why) {
            throw new AssertionError(why);
        }
    }

    private static Request.Builder request(CoDe code) {
        return code.request().plan(PLAN).count(PICTURES).seed(11);
    }

    private static CoDe open(Precision precision, long limit) {
        return CoDe.open(set, limited(precision, limit, false));
    }

    private static Resources limited(Precision precision, long limit, boolean lowMemory) {
        return new Resources(Device.CPU, Map.of(), precision, lowMemory, OptionalLong.of(limit));
    }

    /** {@return a limit under which about so many pictures can be drawn at a time now} */
    private static long limitFor(int pictures) {
        Resources resources = Resources.of(Device.CPU, Precision.FLOAT32);
        try (CoDe code = CoDe.open(set, resources);
                LoadedModels none = new LoadedModels(set, resources, new EngineMemory())) {
            Request request = request(code).build();
            MemoryNeed need = MemoryNeed.of(request.plan(), set, none, resources, request.memoryKind());
            System.gc();
            HostMemory.trim();
            return HostMemory.resident().orElse(0) + MemoryLeft.RESERVE + need.bytes(pictures);
        }
    }
}
