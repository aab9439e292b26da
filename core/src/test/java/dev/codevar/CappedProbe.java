package dev.codevar;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.dnnl.EightBitProduct;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;

/** A process of its own that may use fewer instructions than there are: whether kernels are right, and whether pictures stay the same. */
final class CappedProbe {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4, 6, 8);

    private CappedProbe() {}

    /**
     * Takes which rows of kernels' tests to run, as {@link KernelRows} does, and "compare" or "draw". Prints how many rows were run. Then it
     * draws in every precision that computes so, and prints how many pictures are not what they should be: of one, those that are missing; where they are
     * compared and equal bits are promised, of three alone, on one and on three threads, those that are others.
     */
    public static void main(String... arguments) {
        System.out.println(KernelRows.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])));
        Libtorch.useThreads(2);
        ModelSet set = ModelSet.random(
                Map.of("large", new VarConfig(1, 16, 10, 512, 32, false, PYRAMID)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2, 2, 4), 1, true, true, 4, PYRAMID));
        for (Precision precision : List.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.INT8)) {
            if (precision == Precision.INT8 && !EightBitProduct.offered()) {
                continue;
            }
            boolean compares = arguments[2].equals("compare") && EqualBits.promised(Device.CPU, precision);
            System.out.println(
                    compares
                            ? others(set, precision)
                            : 1 - generate(set, precision, 1, 1).size());
        }
    }

    private static long others(ModelSet set, Precision precision) {
        List<Generated> usual = generate(set, precision, 3, 3);
        long others = others(generate(set, precision, 3, 1), usual);
        for (int threads : new int[] {1, 3}) {
            Libtorch.useThreads(threads);
            others += others(generate(set, precision, 3, 3), usual);
        }
        return others;
    }

    private static long others(List<Generated> pictures, List<Generated> usual) {
        long others = 0;
        for (int i = 0; i < usual.size(); i++) {
            others += pictures.get(i).picture().equals(usual.get(i).picture()) ? 0 : 1;
        }
        return others;
    }

    private static List<Generated> generate(ModelSet set, Precision precision, int count, int batch) {
        try (CoDe code = CoDe.open(set, Resources.of(Device.CPU, precision))) {
            Request request = code.request()
                    .count(count)
                    .seed(5)
                    .cfg(2)
                    .topK(100)
                    .batch(batch)
                    .build();
            return code.generate(request, GenerationObserver.NONE).pictures();
        }
    }
}
