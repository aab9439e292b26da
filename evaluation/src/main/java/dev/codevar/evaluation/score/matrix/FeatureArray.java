package dev.codevar.evaluation.score.matrix;

import dev.codevar.fault.InvalidInputException;
import java.nio.FloatBuffer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Features in memory. */
public final class FeatureArray implements Features {
    private final float[] values_nd;
    private final int dimensions;

    /**
     * @param values_nd the features row by row; not copied
     * @param dimensions the numbers of a feature
     */
    public FeatureArray(float[] values_nd, int dimensions) {
        if (dimensions < 1 || values_nd.length % dimensions != 0) {
            throw new InvalidInputException(values_nd.length + " numbers are no rows of " + dimensions);
        }
        this.values_nd = values_nd;
        this.dimensions = dimensions;
    }

    /** {@return a copy of a tensor (n, d), in float32} */
    public static FeatureArray of(Tensor features_nd) {
        if (features_nd.dim() != 2) {
            throw new InvalidInputException("features are no matrix but of " + features_nd.dim() + " dimensions");
        }
        float[] values = new float[Math.toIntExact(features_nd.numel())];
        features_nd.cpu().to(ScalarType.Float).contiguous().data_ptr_float().get(values);
        return new FeatureArray(values, (int) features_nd.size(1));
    }

    @Override
    public int count() {
        return values_nd.length / dimensions;
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public void read(int first, FloatBuffer target) {
        target.put(values_nd, first * dimensions, target.remaining());
    }
}
