package dev.codevar.training.golden;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.model.VarConfig;
import dev.codevar.models.Recognition;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.training.AdamW;
import dev.codevar.training.Distillation;
import dev.codevar.training.Parameters;
import dev.codevar.training.TokenLoss;
import dev.codevar.training.net.DropPath;
import dev.codevar.training.net.VarTraining;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.verify.GoldenCase;
import dev.codevar.verify.GoldenWeights;
import dev.codevar.vqvae.Pixels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The training steps that golden data know, each on fresh weights and the golden pictures' own tokens. */
final class StepChecks {
    private static final String DRAFTER = "drafter";
    private static final String REFINER = "refiner";

    private final Compute compute;
    private final GoldenCase golden;
    private final GoldenWeights weights;
    private final Pyramid pyramid;
    private final Tensor image_B3hw;
    private final Tensor ids_BL;
    private final Tensor input_BlE;
    private final Tensor labels_B;

    /** A transformer and what is trained of it. */
    private record Trained(Parameters parameters, VarTraining model) implements AutoCloseable {

        @Override
        public void close() {
            parameters.close();
        }
    }

    StepChecks(GoldenWeights weights, Checkpoint expected, Device device) {
        this.weights = weights;
        compute = new Compute(device, Precision.FLOAT32);
        golden = weights.golden();
        pyramid = golden.vae().pyramid();
        image_B3hw = Pixels.fromBytes(compute.send(expected.load("image_u8", ScalarType.Byte)));
        TensorVector ids = new TensorVector();
        for (int k = 0; k < pyramid.scales(); k++) {
            ids.push_back(expected.load("vae.idx." + k, ScalarType.Long));
        }
        ids_BL = compute.send(torch.cat(ids, 1));
        input_BlE = compute.send(expected.load("var_input", ScalarType.Float));
        labels_B = compute.send(
                Tensor.create(golden.labels().stream().mapToLong(label -> label).toArray()));
    }

    void run(Section section) {
        Consumer<Section> step = switch (section.name()) {
            case "vqvae" -> this::vqvae;
            case "cross_entropy", "drafter_cross_entropy" -> this::crossEntropy;
            case "refiner_distillation" -> this::distillation;
            case "adamw_step" -> this::adamW;
            default -> Section::unknown;
        };
        step.accept(section);
        section.finish();
    }

    private void vqvae(Section section) {
        try (Parameters parameters = parameters(weights.vae());
                VqVaeTraining model = new VqVaeTraining(parameters.leaves(), golden.vae(), compute)) {
            VqVaeTraining.Forward made = model.forward(image_B3hw);
            Tensor error = torch.mse_loss(made.reconstruction_B3hw(), image_B3hw);
            section.loss("reconstruction_mse", error);
            section.loss("vq_loss", made.quantized().loss());
            error.add(made.quantized().loss()).backward();
            section.gradients("grad_norm", parameters.leaves());
        }
    }

    private void crossEntropy(Section section) {
        try (Trained trained = transformer(section.text("model", DRAFTER, REFINER))) {
            int scales = section.has("draft_steps") ? section.integer("draft_steps") : pyramid.scales();
            TokenLoss loss = crossEntropy(trained, scales);
            section.loss("loss", loss.mean());
            if (section.has("per_scale")) {
                section.losses("per_scale", loss.perScale());
            }
            loss.mean().backward();
            section.gradients("grad_norm", trained.parameters().leaves());
        }
    }

    private void distillation(Section section) {
        try (Trained teacher = transformer(section.text("teacher", DRAFTER, REFINER));
                Trained student = transformer(section.text("student", DRAFTER, REFINER))) {
            int drafted = section.integer("draft_steps");
            TokenLoss divergence = Distillation.divergence(
                    logits(teacher, pyramid.scales()), logits(student, pyramid.scales()), pyramid);
            section.loss("kl_prefix", divergence.mean(new ScaleRange(0, drafted)));
            section.loss("kl_rest", divergence.mean(new ScaleRange(drafted, pyramid.scales())));
            Tensor loss = Distillation.loss(divergence, drafted, section.number("prefix_weight"));
            section.loss("loss", loss);
            loss.backward();
            section.gradients("grad_norm", student.parameters().leaves());
        }
    }

    private void adamW(Section section) {
        section.text("gradient", "cross_entropy");
        boolean all = section.text("decay_on", "all", "matrices").equals("all");
        List<Double> betas = section.numbers("betas", 2);
        AdamW.Settings settings =
                new AdamW.Settings(betas.get(0), betas.get(1), section.number("eps"), section.number("weight_decay"));
        try (Trained trained = transformer(section.text("model", DRAFTER, REFINER));
                Parameters before =
                        transformer(section.text("model", DRAFTER, REFINER)).parameters();
                AdamW optimiser = new AdamW(trained.parameters(), settings, all ? AdamW.ALL : AdamW.MATRICES)) {
            crossEntropy(trained, pyramid.scales()).mean().backward();
            optimiser.step(section.number("lr"));
            Map<String, Norms.Moved> moved = new LinkedHashMap<>();
            trained.parameters()
                    .leaves()
                    .forEach((name, leaf) -> moved.put(name, Norms.Moved.of(before.get(name), leaf)));
            section.changes("after", moved);
        }
    }

    private TokenLoss crossEntropy(Trained trained, int scales) {
        return TokenLoss.crossEntropy(logits(trained, scales), ids_BL, pyramid);
    }

    private Tensor logits(Trained trained, int scales) {
        return trained.model().logits(labels_B, input_BlE, scales, DropPath.NONE);
    }

    private Trained transformer(String role) {
        Parameters parameters = parameters(role.equals(DRAFTER) ? weights.drafter() : weights.refiner());
        VarConfig config = golden.transformer(Recognition.depth(parameters));
        return new Trained(parameters, new VarTraining(parameters.leaves(), config, compute));
    }

    private Parameters parameters(TensorSource opened) {
        try (TensorSource source = opened) {
            return Parameters.of(source, info -> Recognition.isWeight(info.name()), compute.device(), ScalarType.Float);
        }
    }
}
