package dev.codevar.training.loop.step;

import dev.codevar.checkpoint.StoredType;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.training.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Everything that the next step of a training follows from, by name: what a checkpoint holds.
 *
 * @param task may have tensors of its own
 * @param learners have parameters and the optimiser's moments
 * @param averages the running means
 */
public record StepperState(Task task, List<Learner> learners, Averages averages) {
    private static final String AVERAGES = "averages.";
    private static final String STATE = "state.";

    /** {@return the tensors themselves} */
    public Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = targets();
        learners.forEach(each -> tensors.putAll(each.moments()));
        return tensors;
    }

    private Map<String, Tensor> targets() {
        Map<String, Tensor> targets = new LinkedHashMap<>();
        learners.forEach(each -> targets.putAll(each.leaves()));
        averages.means().forEach((name, mean) -> targets.put(AVERAGES + name, mean));
        // In an order that is the same in every process.
        new TreeMap<>(task.state()).forEach((name, tensor) -> targets.put(STATE + name, tensor));
        return targets;
    }

    /**
     * Goes on from where another left off.
     *
     * @param taken how many steps it had taken
     * @param source its {@link #tensors}, all of them and nothing else
     */
    public void restore(int taken, TensorSource source) {
        Weights weights = new Weights(source, ScalarType.Float);
        try (NoGradGuard ungraded = new NoGradGuard()) {
            targets().forEach((name, target) -> {
                try (PointerScope one = new PointerScope()) {
                    // By our own name of the type: every call into libtorch makes an enum object of its own.
                    ScalarType type = StoredType.of(target.scalar_type()).scalarType();
                    target.copy_(weights.take(name, type, target.shape()));
                }
            });
        }
        learners.forEach(each -> each.moments().keySet().forEach(weights::skip));
        weights.finish();
        learners.forEach(each -> each.restoreMoments(taken, source));
    }
}
