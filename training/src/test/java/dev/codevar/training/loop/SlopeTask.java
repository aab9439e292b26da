package dev.codevar.training.loop;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** One number w, or many that are the same, with a loss of slope · w: its gradient is what the test wants it to be. */
class SlopeTask implements Task {
    static final float FIRST = 2;

    final List<Double> validated = new ArrayList<>();
    private final Parameters parameters;
    private final IntToDoubleFunction slope;

    /**
     * @param slope of every step, from 0
     */
    SlopeTask(IntToDoubleFunction slope) {
        this(slope, 1);
    }

    /**
     * @param slope of every step, from 0
     * @param size how many numbers there are, all of them the same
     */
    SlopeTask(IntToDoubleFunction slope, long size) {
        this.slope = slope;
        parameters =
                Parameters.of(Map.of("w", List.of(size)), (info, values) -> Arrays.fill(values, FIRST), Device.CPU);
    }

    float w() {
        return Scoped.value(() -> parameters.get("w").detach().max().item_float());
    }

    float gradient() {
        return Scoped.value(() -> parameters.get("w").grad().max().item_float());
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int examples() {
        return 10;
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return AdamW.ALL;
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        return new Loss(value(parameters.get("w"), slope.applyAsDouble(moment.step())), new Figures());
    }

    /** {@return the loss} */
    Tensor value(Tensor w, double slope) {
        return w.mul(new Scalar(slope)).sum();
    }

    @Override
    public Map<String, Double> validate() {
        validated.add((double) w());
        return Map.of();
    }

    @Override
    public List<Picture> samples() {
        return List.of();
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
