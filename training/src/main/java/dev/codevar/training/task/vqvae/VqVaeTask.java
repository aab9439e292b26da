package dev.codevar.training.task.vqvae;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.PictureData;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Compute;
import dev.codevar.training.AdamW;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Opponent;
import dev.codevar.training.Parameters;
import dev.codevar.training.Task;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.task.HeldOut;
import dev.codevar.training.task.SeenPictures;
import dev.codevar.training.task.Ungraded;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** A VQ-VAE learns to give pictures back, through codes that it learns at the same time. */
public final class VqVaeTask implements Task {
    private static final String CODEBOOK = "quantize.embedding.weight";
    private static final String LAST = "decoder.conv_out.weight";
    private static final int SHOWN = 16;

    private final SeenPictures pictures;
    private final PictureData heldOut;
    private final Parameters parameters;
    private final VqVaeTraining training;
    private final Reseeding reseeding;
    private final Terms terms;
    private final PictureLoss loss;

    /**
     * How it learns.
     *
     * @param l1 weight of the mean absolute difference
     * @param mse weight of the mean squared difference
     * @param vq weight of what draws codes and features together
     * @param reseedEvery after how many steps unused codes get new places; 0 never
     * @param flips whether every other picture is flipped, at random
     * @param compute where it learns, and in what convolutions run
     */
    public record Options(double l1, double mse, double vq, int reseedEvery, boolean flips, Compute compute) {
        private static final double LARGEST = 1000;

        public Options {
            require("l1", l1);
            require("mse", mse);
            require("vq", vq);
        }

        static void require(String what, double weight) {
            if (!(weight >= 0 && weight <= LARGEST)) {
                throw new InvalidInputException(what + " " + weight + " is not between 0 and " + LARGEST);
            }
        }
    }

    /**
     * @param pictures what it learns from
     * @param heldOut what it is measured with
     * @param parameters the VQ-VAE's, freed with the task
     * @param config its shape
     * @param options how it learns
     * @param terms what else its loss has, freed with the task
     * @param peers who sees the other examples of a step
     */
    public VqVaeTask(
            PictureData pictures,
            PictureData heldOut,
            Parameters parameters,
            VqVaeConfig config,
            Options options,
            Terms terms,
            Peers peers) {
        config.requireSide(pictures.side());
        this.pictures = SeenPictures.fresh(pictures, options.flips());
        this.heldOut = heldOut;
        this.parameters = parameters;
        this.training = new VqVaeTraining(parameters.leaves(), config, options.compute());
        this.terms = terms;
        this.loss = new PictureLoss(options, terms, parameters.get(LAST));
        this.reseeding = new Reseeding(options.reseedEvery(), config.codes(), peers, options.compute());
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
        // A code that decays leaves its place, used or not.
        return parameter -> AdamW.MATRICES.test(parameter) && !parameter.name().equals(CODEBOOK);
    }

    @Override
    public Optional<Opponent> opponent() {
        return terms.opponent();
    }

    @Override
    public Loss loss(int[] examples, Moment moment) {
        Tensor image_B3hw = pixels(pictures.batch(examples, moment));
        VqVaeTraining.Forward forward = training.forward(image_B3hw);
        reseeding.saw(forward.quantized());
        return loss.of(forward, image_B3hw, moment, pictures.replaced(examples));
    }

    private Tensor pixels(Tensor read_B3hw) {
        return Pixels.fromBytes(training.compute().send(read_B3hw));
    }

    @Override
    public void expect(int[] examples, Moment moment) {
        pictures.expect(examples, moment);
    }

    @Override
    public void stepped(Moment moment) {
        reseeding.stepped(parameters.get(CODEBOOK), moment);
    }

    @Override
    public Map<String, Double> validate() {
        Reconstruction all = new Reconstruction(training, terms.perceptual());
        Map<String, Double> means = HeldOut.ofPictures(heldOut, (u8_B3hw, labels_B) -> all.measure(pixels(u8_B3hw)));
        return all.withTotals(means);
    }

    /** {@return pairs of a picture and what becomes of it, of the first that can be read} */
    @Override
    public List<Picture> samples() {
        return Ungraded.value(() -> {
            int[] first = IntStream.range(0, Math.min(SHOWN, heldOut.count())).toArray();
            Tensor shown_B3hw = heldOut.batch(first);
            long[] sound = HeldOut.sound(heldOut, first);
            if (sound.length == 0) {
                return List.of();
            }
            Tensor image_B3hw = pixels(shown_B3hw.index_select(0, Tensor.create(sound)));
            List<Picture> originals = Pixels.toPictures(image_B3hw);
            List<Picture> made = Pixels.toPictures(Reconstruction.legal(training.forward(image_B3hw)));
            List<Picture> pairs = new ArrayList<>();
            for (int i = 0; i < sound.length; i++) {
                pairs.add(originals.get(i));
                pairs.add(made.get(i));
            }
            return pairs;
        });
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("code hits", reseeding.hits());
    }

    @Override
    public void close() {
        reseeding.close();
        terms.close();
        training.close();
        parameters.close();
    }
}
