package dev.codevar.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.ChildJvm;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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

    /** As in a container that may use fewer cores than the machine has. */
    @Test
    void noMoreThreadsThanCoresUnlessTheyAreAskedFor() throws Exception {
        assumeTrue(System.getenv("OMP_NUM_THREADS") == null && System.getenv("MKL_NUM_THREADS") == null);
        Map<String, String> oneCore = Map.of("JAVA_TOOL_OPTIONS", "-XX:ActiveProcessorCount=1");
        assertThat(ChildJvm.numbers(oneCore, Threads.class)).containsExactly(1, 1);
        Map<String, String> asked = new HashMap<>(oneCore);
        asked.put("OMP_NUM_THREADS", "3");
        assertThat(ChildJvm.numbers(asked, Threads.class)).containsExactly(3, 3);
    }

    /** Prints how many threads libtorch uses here, and on another thread. */
    static final class Threads {
        private Threads() {}

        public static void main(String... arguments) {
            System.out.println(Libtorch.threads());
            System.out.println(
                    CompletableFuture.supplyAsync(torch::get_num_threads).join());
        }
    }
}
