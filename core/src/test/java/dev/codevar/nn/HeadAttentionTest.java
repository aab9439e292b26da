package dev.codevar.nn;

import static dev.codevar.nn.Formula.exact;
import static dev.codevar.nn.Formula.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.NativeObjects;
import dev.codevar.nn.dnnl.Dnnl;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.OneDnn;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attention against its formula in float64, on operands as a model has them: parts of what a product made and of a cache. */
class HeadAttentionTest {
    private static final long CHANNELS = 64;
    private static final long UNSEEN = 5;
    private static final Compute BFLOAT16 = new Compute(Device.CPU, Precision.BFLOAT16);

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(11);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 4", "2, 3, 1, 1, 4", "3, 4, 36, 91, 4", "2, 5, 100, 255, 100"})
    void inFloat32ItIsItsFormula(long rows, long heads, long queries, long keys, double length) {
        try (HeadAttention attention = HeadAttention.of(Compute.EXACT)) {
            requireFormula(attention, ScalarType.Float, new long[] {rows, heads, queries, keys}, length, 1e-5);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 4", "3, 4, 36, 91, 4", "2, 5, 100, 255, 100"})
    void inBfloat16ItIsToItsPrecision(long rows, long heads, long queries, long keys, double length) {
        try (HeadAttention attention = HeadAttention.of(BFLOAT16)) {
            requireFormula(attention, ScalarType.BFloat16, new long[] {rows, heads, queries, keys}, length, 1e-2);
        }
    }

    /**
     * What is rounded is probabilities and results, by at most 2⁻⁹ each; were scores of 30 to 100 rounded like that, results would be
     * wrong by 1 to 2%. The last has more scores than are worked on at once, in parts of unequal numbers of heads.
     */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 4",
        "2, 3, 1, 1, 4",
        "2, 3, 5, 1, 4",
        "3, 1, 1, 2, 4",
        "3, 1, 1, 70000, 4",
        "16, 16, 36, 130, 4",
        "2, 5, 100, 255, 100",
        "1, 3, 169, 424, 100",
        "2, 17, 256, 680, 30"
    })
    void scoresAreNotRounded(long rows, long heads, long queries, long keys, double length) {
        assumeTrue(Dnnl.computes(BFLOAT16));
        try (HeadAttention attention = new AttentionByScores(fused(), scored())) {
            requireFormula(attention, ScalarType.BFloat16, new long[] {rows, heads, queries, keys}, length, 4e-3);
        }
    }

    /**
     * Rows, heads, and heads worked on at once in all proportions to one another: oneDNN took one for another where they were equal in
     * some, and read other heads' numbers. Also of keys and values that lie token by token.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyPairOfRowsAndHeadsIsItsFormula(boolean headByHead) {
        int queries = 3;
        int keys = 5;
        for (int heads : Shapes.heads()) {
            for (int rows : Shapes.rows()) {
                for (int together : new int[] {1, rows, Math.max(1, heads / rows), heads, rows * heads}) {
                    try (HeadAttention attention = kernel((long) together * queries * keys)) {
                        long[] shape = {rows, heads, queries, keys};
                        requireFormula(attention, BFLOAT16, headByHead, shape);
                    }
                }
            }
        }
    }

    /** The shape of the finest scale of the published model for 512 pixels. */
    @Test
    void theLargestPublishedShapeIsItsFormula() {
        for (Compute compute : computing(1L << 40)) {
            try (HeadAttention attention = HeadAttention.of(compute)) {
                requireFormula(attention, compute, true, new long[] {1, 36, 1024, 2240});
            }
        }
    }

    /** Heads, rows and scale of either published pyramid, and threads, as a seed draws them. */
    @ParameterizedTest
    @MethodSource("dev.codevar.nn.Shapes#seeds")
    void publishedShapesAreTheirFormula(long seed) {
        Shapes.Attention drawn = Shapes.attention(seed);
        long[] shape = drawn.shape();
        Threads.on(List.of(drawn.threads()), () -> {
            for (Compute compute : computing(shape[0] * shape[1] * shape[2] * shape[3])) {
                try (HeadAttention attention = HeadAttention.of(compute)) {
                    requireFormula(attention, compute, true, shape);
                }
            }
        });
    }

    /** bfloat16 that no instruction multiplies takes a minute for the largest. */
    private static List<Compute> computing(long scores) {
        return Dnnl.computes(BFLOAT16) || scores <= 1 << 22 ? List.of(Compute.EXACT, BFLOAT16) : List.of(Compute.EXACT);
    }

    /** What seeds draw reaches all that is published. */
    @Test
    void seedsDrawEveryScaleAndAllHeads() {
        List<Shapes.Attention> all =
                Shapes.more(1000).mapToObj(Shapes::attention).toList();
        for (Pyramid pyramid : List.of(Pyramid.IMAGENET_256, Pyramid.IMAGENET_512)) {
            assertThat(all.stream()
                            .filter(it -> it.pyramid().equals(pyramid))
                            .map(Shapes.Attention::k)
                            .distinct())
                    .hasSize(pyramid.scales());
        }
        assertThat(all.stream().map(Shapes.Attention::heads).distinct()).hasSize(36);
        assertThat(all.stream().map(Shapes.Attention::rows).distinct()).hasSize(24);
        assertThat(all.stream().map(Shapes.Attention::threads).distinct()).hasSameSizeAs(Threads.NUMBERS);
        List<Shapes.Attention> known =
                Shapes.known().mapToObj(Shapes::attention).toList();
        assertThat(known).anyMatch(it -> it.pyramid().equals(Pyramid.IMAGENET_512) && it.shape()[2] >= 256);
        assertThat(known).anyMatch(it -> it.pyramid().equals(Pyramid.IMAGENET_256) && it.shape()[2] == 256);
    }

    private static HeadAttention kernel(long scoresTogether) {
        return Dnnl.computes(BFLOAT16) ? new ScoredAttention(scoresTogether) : HeadAttention.of(BFLOAT16);
    }

    private static void requireFormula(HeadAttention attention, Compute compute, boolean headByHead, long[] shape) {
        ScalarType type = compute.type();
        Scoped.inference(() -> {
            Tensor q_rHlc = torch.randn(shape[0], shape[1], shape[2], CHANNELS).to(type);
            Tensor k_rHec = kept(shape, headByHead, type);
            Tensor v_rHec = kept(shape, headByHead, type);
            Tensor got_rHlc = attention.apply(q_rHlc, k_rHec, v_rHec).transpose(1, 2);
            // Of very many queries some: in float64 all would take longer than the kernels.
            long every = Math.max(1, (shape[0] * shape[1] * shape[2] * shape[3]) >> 24);
            long[] some = LongStream.range(0, shape[2])
                    .filter(l -> l % every == 0 || l == shape[2] - 1)
                    .toArray();
            Tensor some_s = torch.tensor(some);
            Tensor scores_rHse =
                    exact(q_rHlc.index_select(2, some_s)).matmul(exact(k_rHec).transpose(2, 3));
            Tensor wanted_rHsc = torch.softmax(scores_rHse, 3).matmul(exact(v_rHec));
            Tensor got_rHsc = exact(got_rHlc.index_select(2, some_s));
            // Of each head by itself: one of many would drown.
            Tensor error_rH = length(got_rHsc.sub(wanted_rHsc)).div(length(wanted_rHsc));
            assertThat(error_rH.max().item_double())
                    .as("%s rows, heads, queries, keys", Arrays.toString(shape))
                    .isLessThan(compute.precision() == Precision.FLOAT32 ? 1e-5 : 8e-3);
            return 0;
        });
    }

    private static Tensor kept(long[] shape, boolean headByHead, ScalarType type) {
        return headByHead
                ? cached(shape, type)
                : torch.randn(shape[0], shape[3], shape[1], CHANNELS).to(type).transpose(1, 2);
    }

    private static Tensor length(Tensor x_rHlc) {
        return x_rHlc.norm(new ScalarOptional(new Scalar(2.0)), new long[] {2, 3}, false);
    }

    /** However many stand beside it, and on however many threads. */
    @ParameterizedTest
    @CsvSource({"4, 5, 14", "16, 64, 155", "30, 36, 91", "24, 100, 255", "16, 169, 424", "2, 256, 680"})
    void rowsDependOnThemselvesAlone(long heads, long queries, long keys) {
        for (Compute compute : PromisedBits.computes()) {
            Scoped.inference(() -> {
                try (HeadAttention attention = HeadAttention.of(compute)) {
                    long rows = 5;
                    Tensor q_rHlc = torch.randn(rows, heads, queries, CHANNELS).to(compute.type());
                    Tensor k_rHec = cached(new long[] {rows, heads, queries, keys}, compute.type());
                    Tensor v_rHec = cached(new long[] {rows, heads, queries, keys}, compute.type());
                    Tensor all_rlHc = attention.apply(q_rHlc, k_rHec, v_rHec).to(ScalarType.Float);
                    for (long first = 0; first < rows; first++) {
                        long some = first == 1 ? 3 : 1;
                        Tensor some_rlHc = attention.apply(
                                q_rHlc.narrow(0, first, some),
                                k_rHec.narrow(0, first, some),
                                v_rHec.narrow(0, first, some));
                        assertThat(some_rlHc.to(ScalarType.Float).equal(all_rlHc.narrow(0, first, some)))
                                .as("%d rows from %d", some, first)
                                .isTrue();
                    }
                    Threads.requireSameBits("attention", () -> attention.apply(q_rHlc, k_rHec, v_rHec));
                }
                return 0;
            });
        }
    }

    @Test
    void allShapesOfAPictureComeOutOfOneAndItsMemoryComesBack() {
        assumeTrue(Dnnl.computes(BFLOAT16));
        long before = NativeObjects.settled();
        try (HeadAttention attention = scored()) {
            for (int pass = 0; pass < 2; pass++) {
                requireFormula(attention, ScalarType.BFloat16, new long[] {2, 8, 64, 130}, 10, 4e-3);
                requireFormula(attention, ScalarType.BFloat16, new long[] {1, 8, 64, 130}, 10, 4e-3);
                requireFormula(attention, ScalarType.BFloat16, new long[] {2, 8, 100, 255}, 10, 4e-3);
            }
        }
        assertThat(NativeObjects.settled()).isEqualTo(before);
    }

    /** What is reckoned before a request; oneDNN computes it on AVX-512 without bfloat16 too, only slowly. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatItKeepsIsWhatIsReckoned(boolean at512) {
        assumeTrue(Dnnl.loaded() && OneDnn.instructions().contains("avx512"));
        Pyramid pyramid = at512 ? Pyramid.IMAGENET_512 : Pyramid.IMAGENET_256;
        try (ScoredAttention attention = scored()) {
            for (int k = 1; k < pyramid.scales(); k++) {
                // As many heads as are worked on at once, and more.
                long[] shape = {1, at512 ? 6 : 25, pyramid.tokens(k), pyramid.end(k)};
                Scoped.inference(() -> {
                    Tensor q_rHlc = torch.randn(shape[0], shape[1], shape[2], CHANNELS);
                    return attention
                            .apply(q_rHlc, cached(shape, ScalarType.BFloat16), cached(shape, ScalarType.BFloat16))
                            .size(0);
                });
                long reckoned = ScoredAttention.keptBytes(pyramid.tokens(k), pyramid.end(k));
                assertThat(attention.keptBytes())
                        .as("after scale %d", k)
                        .isPositive()
                        .isLessThanOrEqualTo(reckoned);
            }
            long last = pyramid.tokens(pyramid.scales() - 1);
            assertThat(attention.keptBytes()).isGreaterThan(ScoredAttention.keptBytes(last, pyramid.length()) * 3 / 4);
        }
    }

    /** @param shape rows, heads, queries, keys */
    private static void requireFormula(
            HeadAttention attention, ScalarType type, long[] shape, double length, double tolerance) {
        Scoped.inference(() -> {
            Tensor qkv_rl3Hc = unit(torch.randn(shape[0], shape[2], 3, shape[1], CHANNELS));
            Tensor q_rHlc =
                    qkv_rl3Hc.mul_(new Scalar(length)).to(type).select(2, 0).transpose(1, 2);
            Tensor k_rHec = unit(cached(shape, ScalarType.Float)).to(type);
            Tensor v_rHec = cached(shape, type);
            Tensor wanted_rHlc = torch.softmax(
                            exact(q_rHlc).matmul(exact(k_rHec).transpose(2, 3)), 3)
                    .matmul(exact(v_rHec));
            Tensor got_rlHc = attention.apply(q_rHlc, k_rHec, v_rHec);
            requireClose(got_rlHc, wanted_rHlc.transpose(1, 2).contiguous(), tolerance);
            return 0;
        });
    }

    private static HeadAttention fused() {
        return new FusedAttention(ScalarType.Float);
    }

    private static ScoredAttention scored() {
        return new ScoredAttention(ScoredAttention.SCORES_TOGETHER);
    }

    private static Tensor cached(long[] shape, ScalarType type) {
        return torch.randn(shape[0], shape[1], shape[3] + UNSEEN, CHANNELS)
                .to(type)
                .narrow(2, 0, shape[3]);
    }

    /** {@return every head's vector, which lies along the last dimension, at length 1} */
    private static Tensor unit(Tensor x) {
        return x.div(x.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true));
    }
}
