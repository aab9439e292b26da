package dev.codevar.evaluation;

import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.sampling.run.FeatureLayout;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A network without weights, for {@link TestPictures}; breaks off when it has seen enough. */
public final class Corners implements FeatureNetwork {
    static final int POOL = 6;
    static final int SPATIAL = 2;
    static final int LOGITS = 3;

    private final String fingerprint;
    private final int enough;
    private int seen;

    public Corners() {
        this("c0ffee", Integer.MAX_VALUE);
    }

    /**
     * @param begin of its fingerprint
     * @param enough pictures after which it breaks off
     */
    public Corners(String begin, int enough) {
        this.fingerprint = begin + "0".repeat(64 - begin.length());
        this.enough = enough;
    }

    /** How many pictures it has seen. */
    public int seen() {
        return seen;
    }

    @Override
    public String name() {
        return "corners";
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public FeatureLayout layout() {
        return new FeatureLayout(POOL, SPATIAL, LOGITS);
    }

    @Override
    public Tensor apply(Tensor pictures_B3hw) {
        if (seen >= enough) {
            throw new IllegalStateException("killed");
        }
        seen += (int) pictures_B3hw.size(0);
        Tensor values_B3hw = pictures_B3hw.to(ScalarType.Float);
        long half = values_B3hw.size(2) / 2;
        Tensor upper_B3 = values_B3hw.narrow(2, 0, half).mean(2, 3);
        Tensor lower_B3 = values_B3hw.narrow(2, half, half).mean(2, 3);
        Tensor corner_B3 = values_B3hw.select(3, 0).select(2, 0);
        List<Tensor> parts = List.of(upper_B3, lower_B3, corner_B3.narrow(1, 0, 2), corner_B3.mul(new Scalar(0.125)));
        return torch.cat(new TensorVector(parts.toArray(Tensor[]::new)), 1);
    }

    @Override
    public void close() {}
}
