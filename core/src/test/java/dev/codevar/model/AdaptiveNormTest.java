package dev.codevar.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A processor's norm and a device's are the formula, in float64, of rows of several classes. */
class AdaptiveNormTest {
    private static final int[] CLASSES = {4, 4, 0, 7, 0};
    private static final int FIRST = 1;
    private static final int ROWS = 4;

    @BeforeAll
    static void load() {
        Libtorch.load();
        torch.manual_seed(4);
    }

    @Test
    void bothAreTheFormula() {
        Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                RowClasses classes = RowClasses.of(CLASSES);
                long[] indexes = classes.indexOfRow().stream().mapToLong(i -> i).toArray();
                Tensor class_R = Tensor.create(indexes);
                Tensor scale_DC = torch.randn(3, 64);
                Tensor shift_DC = torch.randn(3, 64);
                Tensor x_rlC = torch.randn(ROWS, 5, 64).add_(new Scalar(0.5));
                AdaptiveNorm norm = new AdaptiveNorm(scale_DC, shift_DC, Compute.EXACT, owner);
                Tensor wanted_rlC = formula(
                        x_rlC,
                        ofRows(scale_DC, class_R.narrow(0, FIRST, ROWS)),
                        ofRows(shift_DC, class_R.narrow(0, FIRST, ROWS)));
                assertClose(norm.byRuns(classes).apply(x_rlC, FIRST), wanted_rlC);
                assertClose(norm.atOnce(class_R, owner).apply(x_rlC, FIRST), wanted_rlC);
            }
            return 0;
        });
    }

    private static Tensor ofRows(Tensor x_DC, Tensor class_r) {
        return x_DC.index_select(0, class_r).unsqueeze(1).to(ScalarType.Double);
    }

    private static Tensor formula(Tensor x_rlC, Tensor scale_r1C, Tensor shift_r1C) {
        Tensor exact = x_rlC.to(ScalarType.Double);
        Tensor centred = exact.sub(mean(exact));
        Tensor normed = centred.div(mean(centred.square()).add(new Scalar(1e-6)).sqrt());
        return normed.mul(scale_r1C.add(new Scalar(1.0))).add(shift_r1C);
    }

    private static Tensor mean(Tensor x_rlC) {
        return x_rlC.mean(new long[] {2}, true, new ScalarTypeOptional());
    }

    private static void assertClose(Tensor got, Tensor wanted) {
        assertThat(got.to(ScalarType.Double).sub(wanted).abs().max().item_double())
                .isLessThan(1e-5);
    }
}
