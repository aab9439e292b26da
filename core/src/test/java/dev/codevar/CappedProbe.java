package dev.codevar;

import static dev.codevar.nn.Formula.exact;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.HeadAttention;
import dev.codevar.nn.Linear;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A process of its own that may use fewer instructions than there are: what kernels' errors are, and whether pictures stay the same. */
final class CappedProbe {
    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4, 6, 8);
    private static final double MILLION = 1e6;

    private CappedProbe() {}

    /**
     * Takes the precision, and "compare" or "draw". Prints a product's error against float64 in millionths of its length,
     * and attention's, of the head that is worst. Then compares:
     * prints how many pictures of three are other ones alone, and on one and on three threads; or draws a picture, and prints that one.
     */
    public static void main(String... arguments) {
        Precision precision = Precision.of(arguments[0]);
        Libtorch.useThreads(2);
        Compute compute = new Compute(Device.CPU, precision);
        System.out.println(Math.round(MILLION * error(compute)));
        System.out.println(Math.round(MILLION * attentionError(compute)));
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

    /** Rows and heads in proportions that oneDNN's attention was wrong at, two threads working on a part of the heads each. */
    private static double attentionError(Compute compute) {
        double worst = 0;
        for (long[] shape : new long[][] {{2, 24, 256, 680}, {4, 16, 36, 91}, {3, 6, 3, 5}, {1, 30, 1, 1}}) {
            worst = Math.max(worst, attentionError(compute, shape));
        }
        return worst;
    }

    /** @param shape rows, heads, queries, keys */
    private static double attentionError(Compute compute, long... shape) {
        return Scoped.inference(() -> {
            try (HeadAttention attention = HeadAttention.of(compute)) {
                torch.manual_seed(4);
                Tensor q_rHlc = torch.randn(shape[0], shape[1], shape[2], 64).to(compute.type());
                Tensor k_rHec = torch.randn(shape[0], shape[1], shape[3], 64).to(compute.type());
                Tensor v_rHec = torch.randn(shape[0], shape[1], shape[3], 64).to(compute.type());
                Tensor wanted_rHlc = torch.softmax(
                                exact(q_rHlc).matmul(exact(k_rHec).transpose(2, 3)), 3)
                        .matmul(exact(v_rHec));
                Tensor got_rHlc = exact(attention.apply(q_rHlc, k_rHec, v_rHec)).transpose(1, 2);
                return length(got_rHlc.sub(wanted_rHlc))
                        .div(length(wanted_rHlc))
                        .max()
                        .item_double();
            }
        });
    }

    private static Tensor length(Tensor x_rHlc) {
        return x_rHlc.norm(new ScalarOptional(new Scalar(2.0)), new long[] {2, 3}, false);
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
