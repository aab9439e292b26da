package dev.codevar;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.Linear;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A process of its own that may use fewer instructions than there are: what a product's error is, and whether pictures stay the same. */
final class CappedProbe {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4, 6, 8);
    private static final double MILLION = 1e6;

    private CappedProbe() {}

    /**
     * Takes the precision, and "compare" or "draw". Prints a product's error against float64 in millionths of its length. Then compares:
     * prints how many pictures of three are other ones alone, and on one and on three threads; or draws a picture, and prints that one.
     */
    public static void main(String... arguments) {
        Precision precision = Precision.of(arguments[0]);
        Libtorch.useThreads(2);
        System.out.println(Math.round(MILLION * error(new Compute(Device.CPU, precision))));
        ModelSet set = ModelSet.random(
                Map.of("large", new VarConfig(1, 16, 10, 512, 32, false, PYRAMID)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2, 2, 4), 1, true, true, 4, PYRAMID));
        if (arguments[1].equals("draw")) {
            System.out.println(generate(set, precision, 1, 1).size());
            return;
        }
        List<Generated> usual = generate(set, precision, 3, 3);
        System.out.println(others(generate(set, precision, 3, 1), usual));
        for (int threads : new int[] {1, 3}) {
            Libtorch.useThreads(threads);
            System.out.println(others(generate(set, precision, 3, 3), usual));
        }
    }

    private static double error(Compute compute) {
        return Scoped.inference(() -> {
            try (Owner owner = new Owner()) {
                torch.manual_seed(3);
                Tensor x = torch.randn(9, 1024).to(compute.type());
                Tensor weight = torch.randn(640, 1024).mul(new Scalar(0.03)).to(compute.type());
                Tensor wanted = x.to(ScalarType.Double)
                        .matmul(weight.to(ScalarType.Double).t());
                Tensor got =
                        Linear.of(() -> weight, null, compute, owner).apply(x).to(ScalarType.Double);
                return got.sub(wanted).norm().item_double() / wanted.norm().item_double();
            }
        });
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
