package dev.codevar.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.report.provenance.Kernels;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KernelsTest {
    @BeforeAll
    static void load() {
        Libtorch.load();
    }

    /** Of float16 nothing is promised anywhere, of float32 all where oneDNN is. */
    @Test
    void threadsAreNamedWherePicturesMayHangOnThem() {
        assertThat(Kernels.withThreads("cpu", Precision.FLOAT16))
                .isEqualTo(Kernels.of("cpu") + " on " + Libtorch.threads() + " threads");
        assertThat(Kernels.withThreads("cpu", Precision.FLOAT32).equals(Kernels.of("cpu")))
                .isEqualTo(EqualBits.promised(Device.CPU, Precision.FLOAT32));
        assertThat(Kernels.withThreads("cuda:0", Precision.FLOAT32)).startsWith("cuda on ");
    }
}
