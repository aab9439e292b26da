package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** What is settled for the whole process once libtorch is loaded. */
class LibtorchTest {
    @Test
    void float32IsNotRoundedToTf32OnCuda() {
        Libtorch.load();
        assertThat(torch.globalContext().allowTF32CuDNN()).isFalse();
        assertThat(torch.globalContext().allowTF32CuBLAS()).isFalse();
    }
}
