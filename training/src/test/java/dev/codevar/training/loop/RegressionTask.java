package dev.codevar.training.loop;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Draws;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * A linear map is fitted to made data, which one fits exactly. If told so it is also disturbed in every way that a checkpoint must
 * know of: noise by the moment, and a state that changes parameters after a step.
 */
class RegressionTask implements Task {
    static final int EXAMPLES = 50;
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;
    private static final int DISTURBED_EVERY = 4;

    /** The map that the data come from, row by row, with what it adds. */
    static final float[] WEIGHT = {1, -2, 0.5f, 0, 3, -1};

    static final float[] BIAS = {0.25f, -0.75f};

    final List<int[]> batches = new ArrayList<>();
    private final Owner owner = new Owner();
    private final Parameters parameters;
    private final boolean disturbed;
    private final Tensor seen;

    RegressionTask(boolean disturbed) {
        this.disturbed = disturbed;
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put("weight", List.of((long) OUTPUTS, (long) INPUTS));
        shapes.put("bias", List.of((long) OUTPUTS));
        parameters = Parameters.of(shapes, (info, values) -> {}, Device.CPU);
        try (PointerScope making = new PointerScope()) {
            seen = owner.own(Tensor.create(new long[] {0}, 1));
        }
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int examples() {
        return EXAMPLES;
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return AdamW.MATRICES;
    }

    /** Small whole numbers: sums of them are exact. */
    private static float input(int example, int i) {
        return Math.round(8 * Draws.of(1, "inputs").uniform(example * INPUTS + i)) - 4;
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        batches.add(examples.clone());
        float[] inputs = new float[examples.length * INPUTS];
        float[] outputs = new float[examples.length * OUTPUTS];
        for (int row = 0; row < examples.length; row++) {
            for (int o = 0; o < OUTPUTS; o++) {
                float sum = BIAS[o];
                for (int i = 0; i < INPUTS; i++) {
                    inputs[row * INPUTS + i] = input(examples[row], i);
                    sum += WEIGHT[o * INPUTS + i] * inputs[row * INPUTS + i];
                }
                double noise = disturbed ? moment.draws("noise").normal(examples[row] * OUTPUTS + o) : 0;
                outputs[row * OUTPUTS + o] = (float) (sum + noise);
            }
        }
        Tensor x_BI = Tensor.create(inputs, examples.length, INPUTS);
        Tensor y_BO = Tensor.create(outputs, examples.length, OUTPUTS);
        Tensor fitted_BO = x_BI.matmul(parameters.get("weight").t()).add(parameters.get("bias"));
        Tensor loss = fitted_BO.sub(y_BO).pow(new Scalar(2)).mean();
        return new Loss(loss, Figures.of(Map.of("seen", (double) seen.item_long())));
    }

    @Override
    public void stepped(Moment moment) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            seen.add_(new Scalar(1));
            if (disturbed && moment.step() % DISTURBED_EVERY == 0) {
                parameters.get("bias").add_(seen, new Scalar(1e-3));
            }
        }
    }

    @Override
    public Map<String, Double> validate() {
        return Map.of("error", error());
    }

    /** {@return the sum of the distances of all parameters from the map's} */
    double error() {
        return Scoped.value(() -> {
            double error = 0;
            Tensor weight = parameters.load("weight", parameters.get("weight").scalar_type());
            Tensor bias = parameters.load("bias", parameters.get("bias").scalar_type());
            for (int i = 0; i < WEIGHT.length; i++) {
                error += Math.abs(WEIGHT[i] - weight.view(-1).select(0, i).item_float());
            }
            for (int i = 0; i < BIAS.length; i++) {
                error += Math.abs(BIAS[i] - bias.select(0, i).item_float());
            }
            return error;
        });
    }

    @Override
    public List<Picture> samples() {
        byte grey = (byte) Math.round(10 * error());
        return List.of(new Picture(1, 1, new byte[] {grey, grey, grey}));
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("seen", seen);
    }

    @Override
    public void close() {
        parameters.close();
        owner.close();
    }
}
