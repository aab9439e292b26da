package dev.codevar.evaluation.features;

import dev.codevar.evaluation.inception.Activations;
import dev.codevar.evaluation.inception.Inception;
import dev.codevar.fault.CodeVarException;
import dev.codevar.file.Sha256;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The network of the published scores. */
public final class InceptionFeatures implements FeatureNetwork {
    /** The two files that hold its weights, and where one of them is. */
    public static final String PUBLISHED =
            "classify_image_graph_def.pb (https://openaipublic.blob.core.windows.net/diffusion/jul-2021/ref_batches/"
                    + "classify_image_graph_def.pb) or pt_inception-2015-12-05-6726825d.pth";

    private static final FeatureLayout LAYOUT = new FeatureLayout(2048, 2023, 1008);

    private final Inception inception;
    private final String fingerprint;

    private InceptionFeatures(Inception inception, String fingerprint) {
        this.inception = inception;
        this.fingerprint = fingerprint;
    }

    /**
     * Loads the network.
     *
     * @param file one of the {@linkplain #PUBLISHED two files}, under any name
     * @param device where it runs
     */
    public static InceptionFeatures open(Path file, Device device) {
        Inception inception = Inception.open(file, device);
        try {
            return new InceptionFeatures(inception, Sha256.of(file));
        } catch (IOException e) {
            inception.close();
            throw CodeVarException.cannotRead(file, e);
        }
    }

    @Override
    public String name() {
        return "Inception (2015)";
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public FeatureLayout layout() {
        return LAYOUT;
    }

    @Override
    public Tensor apply(Tensor pictures_B3hw) {
        return Scoped.result(() -> {
            Activations seen = inception.apply(pictures_B3hw);
            return torch.cat(new TensorVector(seen.pool_Bf(), seen.spatial_Bf(), seen.logits_Bk()), 1);
        });
    }

    @Override
    public void close() {
        inception.close();
    }
}
