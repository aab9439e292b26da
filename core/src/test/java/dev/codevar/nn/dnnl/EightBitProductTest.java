package dev.codevar.nn.dnnl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.nn.Formula;
import dev.codevar.nn.Threads;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products in 8 bits against whole numbers, which they must meet, and against the formula of numbers that they round. */
class EightBitProductTest {
    /** What float32 rounds of a sum of 2^24 and more, of the sum that belongs to the middle, and of the bias. */
    private static final double ROUNDING = 1e-6;

    private static final long MOST_ROWS = 700;
    /** An adaptive norm has one row for each class of a batch, and another for none. */
    private static final long MOST_CONDITIONS = 72;

    private static final long[] ROWS = {1, 2, 3, 5, 8, 17, 32, 50, 72, 169, 255, 338, 512, 680};

    @BeforeAll
    static void load() {
        Libtorch.load();
        assumeTrue(EightBitProduct.offered());
        torch.manual_seed(11);
    }

    /** qkv, projection, both layers of the feed-forward network and the adaptive norm's, at the published widths and fashion32's. */
    @ParameterizedTest
    @ValueSource(longs = {128, 256, 1024, 1280, 1536, 1920, 2304})
    @Tag("slow")
    void wholeNumbersAreMultipliedExactlyAtEveryShapeOfThePublishedModels(long width) {
        for (long[] shape : new long[][] {{width, 3 * width}, {width, width}, {width, 4 * width}, {4 * width, width}}) {
            requireExact(shape[0], shape[1], MOST_ROWS);
        }
        requireExact(width, 6 * width, MOST_CONDITIONS);
    }

    /** Where vectors and blocks are not filled. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 3, 2", "2, 1, 5", "3, 5, 7", "17, 33, 9", "5, 64, 65", "700, 100, 37"})
    void wholeNumbersAreMultipliedExactlyAtOddShapes(long rows, long in, long out) {
        requireExact(in, out, rows);
    }

    /** Sixteen threads give qkv so many rows at a time. */
    @Test
    void thousandsOfRowsAreMultipliedExactly() {
        requireExact(256, 192, 4096);
    }

    static void requireExact(long in, long out, long rows) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                int largest = EightBitKernel.of(in, out, true, owner).largestWeight();
                Tensor weight_OI = WholeNumbers.rows(out, in, -largest, largest);
                Tensor x_rI = WholeNumbers.rows(rows, in, -127, 127);
                EightBitProduct product = EightBitProduct.of(weight_OI, null, owner);
                Tensor y_rO = product.apply(x_rI);
                requireError(y_rO, x_rI, weight_OI, 0);
                requireSameRows(product::apply, x_rI, y_rO);
                requireExtremes(in, out, rows, largest);
            }
            return 0;
        });
    }

    /** Sums as large as they can be, which 16 bits anywhere on the way would not hold. */
    private static void requireExtremes(long in, long out, long rows, int largest) {
        try (Owner owner = new Owner()) {
            Tensor weight_OI = WholeNumbers.extremes(out, in, -largest, largest);
            Tensor x_rI = WholeNumbers.extremes(rows, in, -127, 127);
            requireError(EightBitProduct.of(weight_OI, null, owner).apply(x_rI), x_rI, weight_OI, ROUNDING);
            Tensor raised_rI = WholeNumbers.extremes(rows, in, 0, 255);
            EightBitProduct ofRaised = EightBitProduct.ofRaisedGelu(weight_OI, null, owner);
            Tensor y_rO = ofRaised.apply(raised_rI);
            requireError(y_rO, raised_rI.sub(new Scalar(EightBitProduct.RAISE)), weight_OI, ROUNDING);
            requireSameRows(ofRaised::apply, raised_rI, y_rO);
        }
    }

    /** @param bound how large an error may be, relative to a product of numbers that are all as large as the largest of the row */
    private static void requireError(Tensor y_rO, Tensor x_rI, Tensor weight_OI, double bound) {
        long some = Math.min(61, weight_OI.size(0));
        for (long first : new long[] {0, weight_OI.size(0) - some}) {
            Tensor part_oI = Formula.exact(weight_OI.narrow(0, first, some));
            Tensor wanted_ro = Formula.exact(x_rI).matmul(part_oI.t());
            assertThat(WholeNumbers.error(y_rO.narrow(1, first, some), wanted_ro, x_rI, part_oI))
                    .as("%d rows, %d to %d", x_rI.size(0), x_rI.size(1), weight_OI.size(0))
                    .isLessThanOrEqualTo(bound);
        }
    }

    private static void requireSameRows(UnaryOperator<Tensor> product, Tensor x_rI, Tensor all_rO) {
        long most = x_rI.size(0);
        for (long rows : ROWS) {
            for (long start : new long[] {0, most - rows}) {
                assertThat(rows > most
                                || Scoped.value(() -> product.apply(
                                                x_rI.narrow(0, start, rows).contiguous())
                                        .equal(all_rO.narrow(0, start, rows))))
                        .as("%d rows from %d with %d threads", rows, start, Libtorch.threads())
                        .isTrue();
            }
        }
    }

    /** Half a step at most is lost of each factor: of a normally distributed row's 256 numbers and a weight's 1%, each. */
    @ParameterizedTest
    @CsvSource({"1, 1024, 512", "50, 1920, 480", "72, 4096, 320", "9, 256, 768"})
    void isItsFormulaToEightBits(long rows, long in, long out) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(rows, in).mul(torch.rand(rows, 1).mul(new Scalar(20.0)));
                Tensor weight = torch.randn(out, in).mul(new Scalar(0.03));
                Tensor bias = torch.randn(out);
                Tensor product = Formula.exact(x).matmul(Formula.exact(weight).t());
                Tensor wanted = product.add(Formula.exact(bias));
                double tolerance = EightBitKernel.of(in, out, true, owner).largestWeight() == 127 ? 0.016 : 0.022;
                EightBitProduct eight = EightBitProduct.of(weight, bias, owner);
                Formula.requireClose(eight.apply(x), wanted, tolerance);
                Formula.requireClose(
                        eight.applyRaisedGelu(x).sub(new Scalar(EightBitProduct.RAISE)),
                        torch.gelu(wanted, "tanh"),
                        1.3 * tolerance);
                Formula.requireClose(EightBitProduct.of(weight, null, owner).apply(x), product, tolerance);
            }
            return 0;
        });
    }

    /** A feed-forward network: what the first product raises the second takes off again. */
    @Test
    void aRaisedGeluIsTakenForWhatItWas() {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(50, 640);
                Tensor up = torch.randn(2560, 640).mul(new Scalar(0.05));
                Tensor down = torch.randn(640, 2560).mul(new Scalar(0.05));
                Tensor raised = EightBitProduct.of(up, torch.randn(2560), owner).applyRaisedGelu(x);
                assertThat(raised.min().item_double()).isGreaterThanOrEqualTo(0);
                Tensor bias = torch.randn(640);
                Tensor wanted = Formula.exact(raised)
                        .sub(new Scalar(EightBitProduct.RAISE))
                        .matmul(Formula.exact(down).t())
                        .add(Formula.exact(bias));
                Formula.requireClose(
                        EightBitProduct.ofRaisedGelu(down, bias, owner).apply(raised), wanted, 0.02);
            }
            return 0;
        });
    }

    @ParameterizedTest
    @CsvSource({"64, 64", "100, 37", "256, 768", "1024, 256", "1920, 480", "7680, 192"})
    void rowsDependOnThemselvesAloneForAnyNumberOfThreads(long in, long out) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.randn(680, in);
                EightBitProduct product = EightBitProduct.of(torch.randn(out, in), torch.randn(out), owner);
                for (UnaryOperator<Tensor> each :
                        List.<UnaryOperator<Tensor>>of(product::apply, product::applyRaisedGelu)) {
                    Tensor all = each.apply(x);
                    Threads.each(() -> requireSameRows(each, x, all));
                }
            }
            return 0;
        });
    }

    /** Rows that are 0, of numbers near the smallest, and not finite: the last must be seen in the result, and the others not. */
    @Test
    void rowsWithoutAMagnitude() {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor x = torch.zeros(5, 96);
                x.select(0, 1).fill_(new Scalar(1e-40));
                x.select(0, 2).select(0, 7).fill_(new Scalar(Double.NaN));
                x.select(0, 3).select(0, 95).fill_(new Scalar(Double.NEGATIVE_INFINITY));
                Tensor bias = torch.randn(33);
                Tensor weight = torch.randn(33, 96);
                weight.select(0, 4).fill_(new Scalar(0.0));
                Tensor y = EightBitProduct.of(weight, bias, owner).apply(x);
                for (int finite : new int[] {0, 1, 4}) {
                    assertThat(y.select(0, finite).allclose(bias, 1e-6, 1e-6, false))
                            .isTrue();
                }
                for (int broken : new int[] {2, 3}) {
                    assertThat(y.select(0, broken).isfinite().any().item_bool()).isFalse();
                }
            }
            return 0;
        });
    }

    @Test
    void aChannelsLargestNumberIsMet() {
        Scoped.inference(() -> {
            Tensor weight = torch.randn(40, 300);
            EightBitWeight rounded = EightBitWeight.nearest(weight, EightBitWeight.EIGHT_BITS);
            Tensor error = rounded.values_OI()
                    .to(ScalarType.Float)
                    .mul(rounded.step_O1())
                    .sub(weight)
                    .abs();
            assertThat(error.le(rounded.step_O1().mul(new Scalar(0.50001)))
                            .all()
                            .item_bool())
                    .isTrue();
            long[] inputs = {1};
            assertThat(rounded.values_OI()
                            .abs()
                            .amax(inputs, false)
                            .eq(new Scalar(127.0))
                            .all()
                            .item_bool())
                    .isTrue();
            return 0;
        });
    }
}
