package dev.codevar.model;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Whole models of few blocks and published widths and heads, so that every kernel is reached that the published models reach, scale by
 * scale on inputs that do not hang on what was predicted before.
 */
final class ForcedRun {
    static final int BLOCKS = 2;
    private static final int CLASSES = 10;
    private static final int CODES = 256;
    private static final int CHANNELS = 8;
    private static final long SEED = 9;

    private ForcedRun() {}

    /** {@return a model's shape, at one of the published pyramids; at 512 pixels with shared adaptive norms, as published} */
    static VarConfig config(int heads, boolean at512) {
        return new VarConfig(
                BLOCKS, heads, CLASSES, CODES, CHANNELS, at512, at512 ? Pyramid.IMAGENET_512 : Pyramid.IMAGENET_256);
    }

    /** {@return every row's class: some with one, some without} */
    static int[] classes(int rows) {
        return IntStream.range(0, rows)
                .map(row -> (CLASSES - row + CLASSES + 1) % (CLASSES + 1))
                .toArray();
    }

    /** {@return the inputs of every scale but the first, random and always the same (r, l, E)} */
    static List<Tensor> inputs(Pyramid pyramid, int rows) {
        torch.manual_seed(SEED);
        return IntStream.range(1, pyramid.scales())
                .mapToObj(k -> torch.randn(rows, pyramid.tokens(k), CHANNELS))
                .toList();
    }

    /**
     * @param kept keeps the result
     * @return every scale's logits (r, l, V)
     */
    static List<Tensor> logits(VarConfig config, TensorSource weights, Precision precision, int rows, Owner kept) {
        Compute compute = new Compute(Device.CPU, precision);
        Pyramid pyramid = config.pyramid();
        List<Tensor> logits = new ArrayList<>();
        Scoped.inference(() -> {
            List<Tensor> inputs_rlE = inputs(pyramid, rows);
            try (Slab slab = new Slab();
                    VarModel model = new VarModel(weights, config, compute);
                    Conditioning condition = model.condition(PictureRows.ofClasses(classes(rows)));
                    KvCache cache = new KvCache(config, rows, pyramid.length(), compute, slab)) {
                for (int k = 0; k < pyramid.scales(); k++) {
                    ScaleRange scale = new ScaleRange(k, k + 1);
                    Tensor x_rlC = model.embed(scale, at -> inputs_rlE.get(at - 1), condition);
                    model.forward(x_rlC, scale, condition, cache, LayerWatch.NOBODY);
                    logits.add(kept.own(model.logits(x_rlC, 0, condition)));
                }
            }
            return 0;
        });
        return logits;
    }

    /** {@return the largest error of a token's logits, as a part of their length} */
    static double error(Tensor got_rlV, Tensor wanted_rlV) {
        return Scoped.value(() ->
                length(got_rlV.sub(wanted_rlV)).div(length(wanted_rlV)).max().item_double());
    }

    private static Tensor length(Tensor x_rlV) {
        return x_rlV.norm(new ScalarOptional(new Scalar(2.0)), new long[] {2}, true);
    }
}
