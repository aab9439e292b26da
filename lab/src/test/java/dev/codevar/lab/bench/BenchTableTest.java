package dev.codevar.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTableTest {

    @Test
    void columnsAlign() {
        BenchReport report = new BenchReport(
                Samples.MACHINE,
                Samples.CEILINGS,
                List.of(
                        Samples.run(10, 8, 64, 10_800_000_000L, 4_812_000_000L),
                        Samples.run(8, 8, 32, null, 1_800_000_000L),
                        Samples.run(8, 1, 0.5, 999_000_000L, 0)));

        assertThat(BenchTable.of(report).lines())
                .startsWith(
                        "machine:  Abacus 9000, 2 cores, 1 thread, avx512f avx2, 16.0 GB, Linux 6.1 amd64, Java 17.0.15,"
                                + " libtorch 2.10.0, OMP_WAIT_POLICY passive",
                        "ceilings: float32 210 GFLOP/s (convolutions 180 GFLOP/s), bfloat16 900 GFLOP/s (convolutions"
                                + " 700 GFLOP/s), memory 30.0 GB/s",
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
    void scalesHaveARowEach() {
        BenchRun run = Samples.run(8, 1, 0.5, null, 0);
        assertThat(BenchTable.perScale(run).lines())
                .hasSize(3 + Samples.SCALES)
                .startsWith(
                        "d30:8,d16, batch 1, bfloat16 on cpu",
                        "scale  transformers, s  bound, s  bound",
                        "---------------------------------------",
                        "    0            0.050     0.025   50 %");
    }
}
