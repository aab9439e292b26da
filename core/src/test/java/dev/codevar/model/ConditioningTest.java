package dev.codevar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.codevar.NativeObjects;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ConditioningTest {
    private static final int[] CLASSES = {4, 4, 7};

    /** The second of a block's gains lacks a class: by then indexes and the first gain were looked up. */
    @Test
    void whatWasLookedUpIsFreedWhereTheRestFails() {
        Libtorch.load();
        long before = NativeObjects.settled();
        try (PointerScope scope = new PointerScope();
                Owner owner = new Owner()) {
            Tensor of2Classes = torch.randn(2, 6);
            AdaptiveNorm norm = new AdaptiveNorm(of2Classes, of2Classes, Compute.EXACT, owner);
            Conditioning.OfBlock block =
                    new Conditioning.OfBlock(norm, norm, of2Classes.unsqueeze(1), torch.randn(1, 1, 6));
            assertThatThrownBy(() -> new Conditioning(
                            PictureRows.ofClasses(CLASSES),
                            RowClasses.of(CLASSES),
                            Compute.EXACT,
                            of2Classes.unsqueeze(1),
                            List.of(block),
                            norm,
                            owner))
                    .hasMessageContaining("index");
        }
        assertThat(Pointer.totalCount()).isEqualTo(before);
    }
}
