package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.measure.precision.LayerDifference.OfScale;
import dev.codevar.tensor.Libtorch;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class LayerTallyTest {

    @Test
    void lengthsAreAddedUpOverRowsAndScales() {
        Libtorch.load();
        try (PointerScope scope = new PointerScope()) {
            LayerTally tally = new LayerTally();
            // Rows of root mean square 5 and 1, with largest numbers of 7 and 1.
            Tensor rows = Tensor.create(new float[] {1, -7, 1, 1}, 2, 2);
            tally.add(2, rows, Tensor.create(3f, 4f), Tensor.create(3f, 5f));
            tally.add(4, torch.zeros(2, 2), Tensor.create(0f, 10f), Tensor.create(0f, 12f));
            tally.add(2, rows, torch.zeros(2), torch.zeros(2));
            LayerDifference found = tally.difference("large", 3, "fc2");
            assertThat(found.place()).isEqualTo("fc2 of block 3 of large");
            assertThat(found.scales()).isEqualTo(List.of(new OfScale(2, 0.2), new OfScale(4, 0.2)));
            assertThat(found.error()).isCloseTo(Math.sqrt(5.0 / 125), within(1e-12));
            assertThat(found.peak()).isCloseTo((1.4 + 1 + 0 + 0 + 1.4 + 1) / 6, within(1e-6));
        }
    }
}
