package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.Threads;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Cpu;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A picture is the same for any number of threads: equal ids and equal bytes, alone and in a batch. The models have published widths and
 * few blocks, so that every kernel is reached which they reach, and fashion32's would not.
 */
@Tag("slow")
class ThreadsTest {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4, 6, 8);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16", "INT8"})
    void threadsAndBatchesChangeNothing(Precision precision) {
        assumeTrue(precision != Precision.BFLOAT16 || Cpu.multipliesBfloat16());
        ModelSet set = ModelSet.random(
                Map.of("large", transformer(2, 16), "small", transformer(1, 12)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2, 2, 4), 2, true, true, 4, PYRAMID));
        List<Generated> usual = generate(set, precision, 3);
        Threads.each(() -> assertSame(generate(set, precision, 3), usual));
        assertSame(generate(set, precision, 1), usual);
    }

    private static VarConfig transformer(int depth, int heads) {
        return new VarConfig(depth, heads, 10, 512, 32, false, PYRAMID);
    }

    /** On a thread of its own, which takes the number of threads as it finds it. */
    private static List<Generated> generate(ModelSet set, Precision precision, int batch) {
        try (CoDe code = CoDe.open(set, Resources.of(Device.CPU, precision))) {
            Request request = code.request()
                    .plan("large:4,small")
                    .count(3)
                    .seed(5)
                    .cfg(2)
                    .topK(100)
                    .batch(batch)
                    .build();
            return code.generate(request, GenerationObserver.NONE).pictures();
        }
    }
}
