package dev.codevar.training.classifier;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.evaluation.classifier.ClassifierNetwork;
import dev.codevar.evaluation.classifier.ClassifierShape;
import dev.codevar.evaluation.classifier.Recognised;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Precision;
import dev.codevar.training.AdamW;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.net.Autocast;
import dev.codevar.training.task.HeldOut;
import dev.codevar.training.task.SeenPictures;
import java.util.LinkedHashMap;
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
    private final Precision products;

    /**
     * @param pictures what it learns from
     * @param heldOut what it is measured with
     * @param parameters every tensor of the layout, freed with the task
     * @param layout what there is
     * @param products the number format of products and convolutions
     */
    ClassifierTask(
            SeenPictures pictures,
            PictureData heldOut,
            Parameters parameters,
            ClassifierShape layout,
            Precision products) {
        this.pictures = pictures;
        this.heldOut = heldOut;
        this.parameters = parameters;
        this.network = new ClassifierNetwork(layout, parameters.leaves());
        this.products = products;
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

    private Loss loss(Tensor pictures_B3hw, Tensor labels_B) {
        Tensor logits_Bk = Autocast.result(
                products,
                () -> network.logits(network.features(ClassifierNetwork.input(pictures_B3hw, ScalarType.Float))));
        Tensor loss = torch.cross_entropy_loss(logits_Bk, labels_B);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", loss.item_double());
        metrics.put("accuracy", (double) Recognised.right(logits_Bk, labels_B) / labels_B.size(0));
        return new Loss(loss, metrics);
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
