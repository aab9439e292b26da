package dev.codevar.training.classifier;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.evaluation.classifier.ClassifierNetwork;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.evaluation.classifier.Recognised;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Compute;
import dev.codevar.training.AdamW;
import dev.codevar.training.Figures;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.net.Autocast;
import dev.codevar.training.task.HeldOut;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.Ungraded;
import java.util.Map;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A classifier learns to recognise pictures. */
final class ClassifierTask implements Task {
    private final SeenPictures pictures;
    private final PictureData heldOut;
    private final Parameters parameters;
    private final ClassifierNetwork network;
    private final Compute compute;

    /**
     * @param pictures what it learns from
     * @param heldOut what it is measured with
     * @param parameters every tensor of the layout, freed with the task
     * @param layout what there is
     * @param compute where the parameters are, and in what products and convolutions run
     */
    ClassifierTask(
            SeenPictures pictures,
            PictureData heldOut,
            Parameters parameters,
            ClassifierShape layout,
            Compute compute) {
        this.pictures = pictures;
        this.heldOut = heldOut;
        this.parameters = parameters;
        this.network = new ClassifierNetwork(layout, parameters.leaves());
        this.compute = compute;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public int examples() {
        return pictures.pictures().count();
    }

    @Override
    public Predicate<TensorInfo> decayed() {
        return AdamW.MATRICES;
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        return loss(pictures.batch(examples, moment), pictures.labels(examples)).with(pictures.replaced(examples));
    }

    /** As read: on the processor. */
    private Loss loss(Tensor read_B3hw, Tensor classes_B) {
        Tensor pictures_B3hw = compute.send(read_B3hw);
        Tensor labels_B = compute.send(classes_B);
        Tensor logits_Bk = Autocast.result(
                compute,
                () -> network.logits(network.features(ClassifierNetwork.input(pictures_B3hw, ScalarType.Float))));
        Tensor loss = torch.cross_entropy_loss(logits_Bk, labels_B);
        Figures figures = new Figures();
        figures.put("loss", loss);
        figures.put(
                "accuracy",
                Ungraded.result(() -> Recognised.hits(logits_Bk, labels_B)
                        .to(ScalarType.Double)
                        .mean()));
        return new Loss(loss, figures);
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        pictures.expect(examples, moment);
    }

    @Override
    public Map<String, Double> validate() {
        return HeldOut.ofPictures(
                heldOut, (u8_B3hw, labels_B) -> loss(u8_B3hw, labels_B).metrics());
    }
}
