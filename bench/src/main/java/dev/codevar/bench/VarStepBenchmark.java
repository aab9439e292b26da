package dev.codevar.bench;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.model.VarConfig;
import dev.codevar.model.VarTensors;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.Parameters;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** How much of a transformer's training step is its matrix products? */
public class VarStepBenchmark extends TrainingStepBenchmark {
    /** Depth and pictures a step: 4 and 2 are fashion32's, 16 is the smallest published one. */
    @Param({"4x64", "2x64", "16x4"})
    String model = "4x64";

    private VarConfig config;
    private VarTraining training;
    private Tensor labels_B;
    private Tensor input_BlE;
    private Tensor ids_BL;

    /** Makes a model, a batch and the operands of its products. */
    @Setup
    public void prepare() {
        int depth = (int) sizes(model)[0];
        long batch = sizes(model)[1];
        config = depth < 16 ? new VarConfig(depth, 10, 512, 16, false, SMALL_WORLD) : VarConfig.ofDepth(depth);
        Parameters parameters = Parameters.of(
                new RandomWeights(model, VarTensors.shapes(config), 1),
                compute().device());
        training = new VarTraining(parameters.leaves(), config, compute());
        train(parameters);
        long length = config.pyramid().length();
        labels_B = integers(config.classes(), batch);
        ids_BL = integers(config.codes(), batch, length);
        input_BlE = differentiable(() ->
                compute().send(torch.randn(batch, length - config.pyramid().tokens(0), config.channels())));
        addProducts(batch);
    }

    private Tensor integers(long end, long... sizes) {
        return differentiable(() ->
                compute().send(torch.rand(sizes).mul(new Scalar((double) end)).to(ScalarType.Long)));
    }

    private void addProducts(long batch) {
        Pyramid pyramid = config.pyramid();
        long width = config.width();
        long rows = batch * pyramid.length();
        addLinear(1, rows, config.channels(), width);
        addLinear(1, rows, width, config.codes());
        addLinear(1, batch, width, 2 * width);
        addLinear(config.depth(), batch, width, 6 * width);
        addLinear(config.depth(), rows, width, 3 * width);
        addLinear(config.depth(), rows, width, width);
        addLinear(config.depth(), rows, width, 4 * width);
        addLinear(config.depth(), rows, 4 * width, width);
        for (int k = 0; k < pyramid.scales(); k++) {
            addAttention(batch * config.heads(), pyramid.tokens(k), pyramid.end(k));
        }
    }

    private void addLinear(int times, long rows, long from, long to) {
        Tensor x_rI = random(precision.type(), rows, from);
        Tensor weight_OI = random(precision.type(), to, from);
        Tensor gradient_rO = random(precision.type(), rows, to);
        for (int i = 0; i < times; i++) {
            add(() -> torch.linear(x_rI, weight_OI));
            add(() -> torch.matmul(gradient_rO, weight_OI));
            add(() -> torch.matmul(gradient_rO.t(), x_rI));
        }
    }

    private void addAttention(long heads, long queries, long keys) {
        Tensor query_Hqc = random(precision.type(), heads, queries, VarConfig.HEAD_CHANNELS);
        Tensor key_Hkc = random(precision.type(), heads, keys, VarConfig.HEAD_CHANNELS);
        Tensor score_Hqk = random(precision.type(), heads, queries, keys);
        for (int i = 0; i < config.depth(); i++) {
            // Scores and what they select, as long as their gradients: of each two products forward, four back.
            for (int both = 0; both < 2; both++) {
                add(() -> torch.bmm(query_Hqc, key_Hkc.transpose(1, 2)));
                add(() -> torch.bmm(score_Hqk, key_Hkc));
                add(() -> torch.bmm(score_Hqk.transpose(1, 2), query_Hqc));
            }
        }
    }

    @Override
    Tensor loss() {
        Tensor logits_BLV =
                training.logits(labels_B, input_BlE, config.pyramid().scales(), DropPath.NONE);
        return TokenLoss.crossEntropy(logits_BLV, ids_BL, config.pyramid()).mean();
    }
}
