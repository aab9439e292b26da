package dev.codevar.decode.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two filters, of which a machine without a GPU would never see one, leave the same to the last bit. */
class TokenFilterTest {
    private static int threads;

    @BeforeAll
    static void load() {
        Libtorch.load();
        threads = Libtorch.threads();
    }

    @AfterEach
    void restoreThreads() {
        Libtorch.useThreads(threads);
    }

    /** With so many tokens that the processor looks at one picture after the other, and with so few that it does not. */
    @ParameterizedTest
    @CsvSource({"1e-6, 1, 5", "1e-6, 3, 5", "0.01, 2, 300", "0.5, 2, 5", "4, 2, 5"})
    void filtersOfProcessorAndDeviceAgree(double step, int threads, int length) {
        Libtorch.useThreads(threads);
        List<Row> rows = List.of(
                row(0, 0),
                row(900, 0),
                row(0, 0.95),
                row(600, 0.96),
                row(1, 0.5),
                row(4096, 1),
                row(2, 1e-9),
                row(5000, 0.3));
        Scoped.value(() -> {
            torch.manual_seed(11);
            Tensor logits_BlV = torch.randn(rows.size(), length, 4096)
                    .mul(new Scalar(3 / step))
                    .round()
                    .mul(new Scalar(step));
            // A token of probability 0 that top-k would keep, and one nearly certain.
            logits_BlV.narrow(2, 7, 1).fill_(new Scalar(-500.0));
            logits_BlV.narrow(1, 1, 1).narrow(2, 9, 1).fill_(new Scalar(60.0));
            Tensor device_BlV = logits_BlV.clone();
            new DeviceTokenFilter(rows, Compute.EXACT).apply(device_BlV, 0);
            new HostTokenFilter(rows).apply(logits_BlV, 0);
            assertThat(logits_BlV.isinf().any().item_bool()).isTrue();
            assertThat(logits_BlV.equal(device_BlV)).isTrue();
            return 0;
        });
    }

    @Test
    void nothingIsTouchedWhereNothingIsDropped() {
        Scoped.value(() -> {
            Tensor logits_BlV = torch.randn(1, 2, 50);
            Tensor before_BlV = logits_BlV.clone();
            new HostTokenFilter(List.of(row(0, 0))).apply(logits_BlV, 0);
            assertThat(logits_BlV.equal(before_BlV)).isTrue();
            return 0;
        });
    }

    @Test
    void logitsThatDoNotLieInOnePieceAreRefused() {
        Scoped.value(() -> {
            Tensor apart_BlV = torch.randn(1, 50, 2).transpose(1, 2);
            assertThatThrownBy(() -> new HostTokenFilter(List.of(row(5, 0))).apply(apart_BlV, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            return 0;
        });
    }

    private static Row row(int topK, double topP) {
        return new Row(0, 0, 0, List.of(1.0), List.of(topK), topP, null);
    }
}
