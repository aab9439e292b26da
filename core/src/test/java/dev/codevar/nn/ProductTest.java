package dev.codevar.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductTest {
    private static final long FEWEST = 5;

    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** Zeros beside a row change no product of it, and what stands for them is not returned. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5, 6, 20})
    void theKernelNeverSeesFewerRowsAndTheResultIsTheRows(long rows) {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                Tensor weight = torch.randn(3, 7);
                Tensor bias = torch.randn(3);
                List<Long> seen = new ArrayList<>();
                PlainProduct plain = new PlainProduct(weight, bias, owner);
                Product watched = (x_rI, withGelu) -> {
                    seen.add(x_rI.numel() / 7);
                    return plain.apply(x_rI, withGelu);
                };
                Product company = watched.inCompany(FEWEST);
                for (boolean withGelu : new boolean[] {false, true}) {
                    Tensor x = torch.randn(1, rows, 7);
                    Tensor got = company.apply(x, withGelu);
                    assertThat(got.sizes().vec().get()).containsExactly(1, rows, 3);
                    assertThat(got.allclose(plain.apply(x, withGelu), 1e-6, 1e-6, false))
                            .isTrue();
                }
                assertThat(seen).containsOnly(Math.max(rows, FEWEST));
            }
            return 0;
        });
    }
}
