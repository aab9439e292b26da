package dev.codevar.verify;

import dev.codevar.model.Conditioning;
import dev.codevar.model.KvCache;
import dev.codevar.model.LayerWatch;
import dev.codevar.model.PictureRows;
import dev.codevar.model.VarModel;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Compares the transformers' teacher-forced logits: all scales in one block-causal pass over the golden pictures' tokens. */
final class LogitsChecks {
    /** Pictures and positions. */
    private static final int POSITIONS = 2;

    private final GoldenCase golden;
    private final GoldenModels models;
    private final Expected expected;
    private final Consumer<Check> report;

    LogitsChecks(GoldenCase golden, GoldenModels models, Expected expected, Consumer<Check> report) {
        this.golden = golden;
        this.models = models;
        this.expected = expected;
        this.report = report;
    }

    void run() {
        compare("drafter.logits", models.drafter());
        compare("refiner.logits", models.refiner());
    }

    private void compare(String name, VarModel model) {
        if (!expected.has(name)) {
            return;
        }
        Scoped.value(() -> {
            Tensor expected_BnV = expected.load(name, ScalarType.Float);
            Tensor got_BlV = teacherForced(model);
            long length = golden.vae().pyramid().length();
            long stride = stride(length, expected_BnV.size(1));
            long[] positions = new long[(int) expected_BnV.size(1)];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = Math.min(i * stride, length - 1);
            }
            Tensor got_BnV = got_BlV.index_select(1, model.compute().place(Tensor.create(positions), ScalarType.Long));
            Precision precision = model.compute().precision();
            Allowance.of(precision, Verification.LOGITS, Rounding.ofTransformer(model.config(), precision), POSITIONS)
                    .compare(name, expected_BnV, got_BnV)
                    .forEach(report);
            return 0;
        });
    }

    /** Golden data keep every 7th position, fashion32's every 5th; short sequences do not tell which by themselves. */
    private static long stride(long length, long kept) {
        for (long stride : new long[] {7, 5}) {
            if ((length + stride - 1) / stride == kept) {
                return stride;
            }
        }
        return (length + kept - 1) / kept;
    }

    private Tensor teacherForced(VarModel model) {
        Tensor input_BlE = expected.has("var_input")
                ? expected.load("var_input", ScalarType.Float)
                : VaeChecks.teacherForcingInput(models.vae(), models.vae().encode(expected.images()));
        Pyramid pyramid = model.config().pyramid();
        int[] labels = labels();
        try (Conditioning condition = model.condition(PictureRows.ofClasses(labels));
                Slab slab = new Slab();
                KvCache cache = new KvCache(model.config(), labels.length, pyramid.length(), model.compute(), slab)) {
            Tensor x_BlC = model.embed(
                    pyramid.all(),
                    k -> input_BlE.narrow(1, pyramid.begin(k) - pyramid.tokens(0), pyramid.tokens(k)),
                    condition);
            return model.logits(model.forward(x_BlC, pyramid.all(), condition, cache, LayerWatch.NOBODY), 0, condition);
        }
    }

    /** The golden pictures' own labels where the case states them, otherwise those of the runs. */
    private int[] labels() {
        if (expected.has("vae.label")) {
            int[] labels =
                    new int[(int) expected.load("vae.label", ScalarType.Int).numel()];
            expected.load("vae.label", ScalarType.Int).cpu().data_ptr_int().get(labels);
            return labels;
        }
        return golden.labels().stream().mapToInt(label -> label).toArray();
    }
}
