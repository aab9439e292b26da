package dev.codevar.decode.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tokens of the default random mode, by {@code tokens.py} in the resources: what once was drawn must come again, whatever
 * becomes of the code.
 */
class PerPictureSamplerTest {
    private static final int PLACES = 12;
    private static final int CODES = 64;

    private final TokenSampler sampler = new PerPictureSampler(Compute.EXACT);

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 29 21 41 42 53 19 48 25 7 24 42 28 | 56 4 63 12 52 43 38 40 56 8 19 6",
                "1 | 31 26 4 28 56 18 25 36 36 38 17 23 | 31 63 58 3 10 16 61 37 46 21 3 52",
                "5 | 26 3 55 15 1 8 59 58 62 43 51 61 | 1 29 30 6 24 24 1 34 49 17 8 31",
                "15 | 1 43 44 50 46 57 56 9 55 35 19 41 | 51 13 36 15 12 14 3 9 15 10 8 50",
            })
    void tokensOfASeedAreForEver(int k, String ofSeed42, String ofSeedMinus5) {
        float[] weights = new float[2 * PLACES * CODES];
        for (int i = 0; i < weights.length; i++) {
            int place = i / CODES % PLACES;
            weights[i] = (7 * (i % CODES) + 3 * place + 1) % 11;
        }
        Scoped.value(() -> {
            Tensor weights_BlV = Tensor.create(weights, 2, PLACES, CODES);
            Tensor ids_Bl = sampler.choose(List.of(row(42), row(-5)), weights_BlV, k);
            long[] ids = new long[2 * PLACES];
            ids_Bl.contiguous().data_ptr_long().get(ids);
            StringBuilder text = new StringBuilder();
            for (long id : ids) {
                text.append(id).append(' ');
            }
            return assertThat(text.toString().trim()).isEqualTo(ofSeed42 + " " + ofSeedMinus5);
        });
    }

    @Test
    void soIsItsNoise() {
        assertNoise(1, -0.3973329172271125, 2.890231815319143, 2.4939702191736672, 0.2463120041156134);
        assertNoise(5, 0.651805335029927, 0.7698215852428375, 1.0589853231135287, 2.2139234887033012);
    }

    private void assertNoise(int k, double... expected) {
        float[] noise = Scoped.value(() -> {
            float[] values = new float[expected.length];
            Tensor like_BlV = Tensor.create(new float[expected.length], 1, 2, expected.length / 2);
            sampler.gumbel(List.of(row(42)), like_BlV, k).data_ptr_float().get(values);
            return values;
        });
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) noise[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    private static Row row(long seed) {
        return new Row(0, seed, 1.5, Collections.nCopies(16, 1.0), Collections.nCopies(16, 0), 0, null);
    }
}
