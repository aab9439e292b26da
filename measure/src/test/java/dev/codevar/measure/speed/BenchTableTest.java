package dev.codevar.measure.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.measure.speed.ceiling.Bound;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {

    @Test
    void columnsAlign() {
        BenchReport report = new BenchReport(
                BenchSamples.MACHINE,
                BenchSamples.CEILINGS,
                List.of(
                        BenchSamples.run(10, 8, 64, 10_800_000_000L, 4_812_000_000L),
                        BenchSamples.run(8, 8, 32, null, 1_800_000_000L),
                        BenchSamples.run(8, 1, 0.5, 999_000_000L, 0)));

        assertThat(BenchTable.of(report).lines())
                .startsWith(
                        "machine:  Abacus 9000, 2 cores, 1 thread, avx512f avx2, 16.0 GB, Linux 6.1 amd64, Java 17.0.15,"
                                + " libtorch 2.10.0, OMP_WAIT_POLICY passive",
                        "ceilings before the runs: float32 210 GFLOP/s (convolutions 180 GFLOP/s), bfloat16 900 GFLOP/s"
                                + " (convolutions 700 GFLOP/s), memory 24.0 GB/s",
                        "ceilings after the runs:  float32 210 GFLOP/s (convolutions 160 GFLOP/s), bfloat16 720 GFLOP/s"
                                + " (convolutions 700 GFLOP/s), memory 30.0 GB/s",
                        "after against before:     float32 +0 %, bfloat16 -20 %, memory +25 %; the better of both counts",
                        "",
                        "plan        N  batch  precision  transformers, s    VQ-VAE, s  pictures/s  bound  peak memory"
                                + "    cache  × VAR",
                        "-".repeat(109),
                        "d30        10      8   bfloat16       64.0 ± 0.0  1.00 ± 0.00       0.123   50 %      10.8 GB"
                                + "  4.81 GB   1.00",
                        "d30:8,d16   8      8   bfloat16       32.0 ± 0.0  1.00 ± 0.00       0.242   50 %            –"
                                + "  1.80 GB   2.00",
                        "d30:8,d16   8      1   bfloat16    0.500 ± 0.000  1.00 ± 0.00       0.667   50 %       999 MB"
                                + "      0 B      –");
    }

    @Test
    void scalesBelowHalfOfTheirBoundAreMarked() {
        List<Double> seconds = new ArrayList<>(Collections.nCopies(BenchSamples.SCALES, 1.0));
        List<Double> bound = new ArrayList<>(Collections.nCopies(BenchSamples.SCALES, 0.5));
        bound.set(1, 0.49);
        bound.set(9, 0.9);
        seconds.set(2, 0.0);
        BenchRun run = BenchRun.of(
                BenchSamples.setting(8, 4),
                List.of(new Repetition(seconds, 1)),
                new MemoryUse(null, 1, 1),
                new Bound(bound, 1, 1),
                null);
        assertThat(run.scalesBelowHalf()).containsExactly(1);
        assertThat(run.boundSharePerScale()).startsWith(0.5, 0.49, 1.0).endsWith(0.9);

        assertThat(BenchTable.of(new BenchReport(BenchSamples.MACHINE, BenchSamples.CEILINGS, List.of(run))))
                .endsWith(String.join(
                        "\n",
                        "plan       batch  precision       0       1        2       3       4       5       6       7"
                                + "       8       9",
                        "-".repeat(108),
                        "d30:8,d16      4   bfloat16  50 %    49 % <  100 %    50 %    50 %    50 %    50 %    50 %  "
                                + "  50 %    90 %",
                        "Each scale's share of its own bound; < marks what lies below half.",
                        ""));
        assertThat(BenchTable.perScale(run).lines().skip(3))
                .startsWith(
                        "    0             1.00    11 %     0.500   50 %",
                        "    1             1.00    11 %     0.490   49 % <");
    }

    @Test
    void scalesHaveARowEach() {
        BenchRun run = BenchSamples.run(8, 1, 0.5, null, 0);
        assertThat(BenchTable.perScale(run).lines())
                .hasSize(3 + BenchSamples.SCALES)
                .startsWith(
                        "d30:8,d16, batch 1, bfloat16 on cpu",
                        "scale  transformers, s  of all  bound, s   bound",
                        "------------------------------------------------",
                        "    0            0.050    10 %     0.025  50 %");
    }
}
