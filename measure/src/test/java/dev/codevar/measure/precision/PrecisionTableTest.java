package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.decode.token.Sampling;
import dev.codevar.measure.precision.LayerDifference.OfScale;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrecisionTableTest {
    private static final TokenDifference FINE = new TokenDifference(4, 0.5, 1.25, 2, 0.125, 0.0625, 1, 0.75, 0.5);
    private static final TokenDifference COARSE = new TokenDifference(1, 0.00025, 0.25, 12.5, 0, 0, 1, 1, 1);

    /** One kind of the drafter's layers, in two blocks, and one of the refiner's. */
    private static final List<LayerDifference> LAYERS = List.of(
            new LayerDifference("large", 0, "qkv", 0.03, 3.25, List.of(new OfScale(0, 0.03))),
            new LayerDifference("large", 1, "qkv", 0.04, 4, List.of(new OfScale(0, 0.04))),
            new LayerDifference("small", 0, "fc2", 0.0111, 3.5, List.of(new OfScale(1, 0.0111))));

    @Test
    void columnsAlign() {
        PrecisionReport report = new PrecisionReport(
                "tiny",
                "large:1,small",
                "bfloat16",
                "cpu",
                2,
                9,
                new Sampling(1.5, List.of(1.0), List.of(600, 900), 0.96),
                List.of(new ScaleDifference(0, 1, "large", COARSE), new ScaleDifference(1, 2, "small", FINE)),
                FINE,
                LAYERS,
                new PictureDifference(0.5, 30.126, null, 0.001, 0.25, 2));
        assertThat(PrecisionTable.of(report).lines())
                .startsWith(
                        "tiny, plan large:1,small: bfloat16 against float32 on cpu, 2 pictures from seed 9",
                        "cfg 1.5, temperature 1.0, top-k 600,900, top-p 0.96",
                        "",
                        "scale  side  model  tokens  mean |Δ|  max |Δ|     σ  total variation      KL  same likeliest"
                                + "  same token  same, alone",
                        "-".repeat(117),
                        "0      1     large       1  0.000250    0.250  12.5                0       0        100.00 %"
                                + "    100.00 %     100.00 %",
                        "1      2     small       4     0.500     1.25  2.00            0.125  0.0625        100.00 %"
                                + "     75.00 %      50.00 %",
                        "all                      4     0.500     1.25  2.00            0.125  0.0625        100.00 %"
                                + "     75.00 %      50.00 %")
                .contains(
                        "model  layer      0      1    all  worst  peak",
                        "large  qkv    3.5 %         3.5 %  4.0 %   4.0",
                        "small  fc2           1.1 %  1.1 %  1.1 %   3.5",
                        "worst layer: qkv of block 1 of large, 4.0 % (median of 3 layers 3.0 %), peak 4.0",
                        "equal to the byte, same seeds                        50.00 %",
                        "PSNR, same seeds                                    30.13 dB",
                        "PSNR, same tokens through both VQ-VAEs                 equal",
                        "Fréchet distance, bfloat16 to float32, same seeds    0.00100",
                        "Fréchet distance, float32 to float32, other seeds       2.00");
    }
}
