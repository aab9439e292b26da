package dev.codevar.training.task.vqvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.files.data.PictureData;
import dev.codevar.files.data.TrainingFiles;
import dev.codevar.picture.Picture;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Loss;
import dev.codevar.training.Moment;
import dev.codevar.training.Parameters;
import dev.codevar.training.net.QuantizerTraining.Quantized;
import dev.codevar.training.net.VqVaeTraining;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVaeTensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VqVaeTaskTest {
    private static final int[] ALL = IntStream.range(0, 32).toArray();

    private static Parameters parameters() {
        return Parameters.of(VqVaeTensors.shapes(TinyWorld.VAE), new VqVaeInitialisation(TinyWorld.VAE, 1), Device.CPU);
    }

    private static VqVaeTask task(boolean flips, int reseedEvery) {
        return task(TinyWorld.HELD_OUT, flips, reseedEvery);
    }

    private static VqVaeTask task(PictureData heldOut, boolean flips, int reseedEvery) {
        return new VqVaeTask(
                TinyWorld.PICTURES,
                heldOut,
                parameters(),
                TinyWorld.VAE,
                new VqVaeTask.Options(0.5, 2, 1, reseedEvery, flips, Compute.EXACT),
                Terms.NONE,
                Peers.alone());
    }

    private static Moment moment(int step) {
        return new Moment(1, step, 100, 0, 0, 1);
    }

    @Test
    void theLossIsWeighted() {
        try (VqVaeTask task = task(false, 0);
                VqVaeTraining same = new VqVaeTraining(task.parameters().leaves(), TinyWorld.VAE)) {
            Scoped.value(() -> {
                Tensor image_B3hw = Pixels.fromBytes(TinyWorld.PICTURES.batch(ALL));
                VqVaeTraining.Forward forward = same.forward(image_B3hw);
                Tensor difference = forward.reconstruction_B3hw().sub(image_B3hw);
                double expected = 0.5 * difference.abs().mean().item_double()
                        + 2 * difference.square().mean().item_double()
                        + forward.quantized().loss().item_double();
                Loss loss = task.loss(ALL, moment(0));
                assertThat(loss.value().item_double()).isCloseTo(expected, within(1e-5));
                assertThat(loss.metrics()).containsKeys("mse", "vq loss", "codes in use", "scale 2 codes in use");
                return 0;
            });
        }
    }

    @Test
    void isMeasuredWithWhatItDoesNotLearnFrom() {
        try (VqVaeTask task = task(true, 0);
                VqVaeTraining same = new VqVaeTraining(task.parameters().leaves(), TinyWorld.VAE)) {
            double expected = Scoped.value(() -> {
                Tensor image_B3hw = Pixels.fromBytes(TinyWorld.HELD_OUT.batch(0, 1, 2, 3, 4));
                return same.forward(image_B3hw)
                        .reconstruction_B3hw()
                        .clamp(new ScalarOptional(new Scalar(-1.0)), new ScalarOptional(new Scalar(1.0)))
                        .sub(image_B3hw)
                        .square()
                        .mean()
                        .item_double();
            });
            assertThat(Objects.requireNonNull(task.validate().get("mse"))).isCloseTo(expected, within(1e-5));
        }
    }

    /** What is shown in its place has a place of its own. */
    @Test
    void aHeldOutPictureThatCannotBeReadIsLeftOut(@TempDir Path folder) throws IOException {
        PictureData broken = TrainingFiles.measured(folder.resolve("broken"), true, TinyWorld.VAE.pictureSide());
        PictureData without = TrainingFiles.measured(folder.resolve("without"), false, TinyWorld.VAE.pictureSide());
        assertThat(broken.count()).isEqualTo(without.count() + 1);
        try (VqVaeTask task = task(broken, false, 0);
                VqVaeTask same = task(without, false, 0)) {
            assertThat(task.validate()).isEqualTo(same.validate());
            assertThat(task.samples()).isEqualTo(same.samples()).hasSize(2 * without.count());
        }
    }

    @Test
    void learns() {
        try (VqVaeTask task = task(true, 10);
                AdamW optimiser = new AdamW(task.parameters(), AdamW.Settings.of(0.95, 0), task.decayed())) {
            double before = Objects.requireNonNull(task.validate().get("mse"));
            for (int step = 0; step < 25; step++) {
                Moment now = moment(step);
                Scoped.value(() -> {
                    task.parameters().zeroGradients();
                    task.loss(ALL, now).value().backward();
                    optimiser.step(2e-3);
                    task.stepped(now);
                    return 0;
                });
            }
            Map<String, Double> after = task.validate();
            double mse = Objects.requireNonNull(after.get("mse"));
            assertThat(mse).isLessThan(before);
            assertThat(Objects.requireNonNull(after.get("PSNR"))).isCloseTo(10 * Math.log10(4 / mse), within(1e-9));
            assertThat(Objects.requireNonNull(after.get("codes in use"))).isBetween(2.0, 32.0);
            List<Picture> pairs = task.samples();
            assertThat(pairs).hasSize(2 * TinyWorld.HELD_OUT.count());
            assertThat(pairs.get(2).rgb())
                    .isEqualTo(Scoped.value(() -> Pixels.toPictures(Pixels.fromBytes(TinyWorld.HELD_OUT.batch(1)))
                            .get(0)
                            .rgb()));
        }
    }

    @Test
    void deadCodesAreRevivedAndLivingOnesStay() {
        Scoped.value(() -> {
            reviveOneOfFour();
            return 0;
        });
    }

    private static void reviveOneOfFour() {
        Tensor before_VE = torch.arange(new Scalar(0.0), new Scalar(8.0)).view(4, 2);
        Tensor codebook_VE = before_VE.clone();
        Tensor sought_rE = torch.full(new long[] {6, 2}, new Scalar(50.0));
        Tensor hits_KV = Tensor.create(new long[] {3, 0, 0, 1, 0, 0, 2, 0}, 2, 4);
        Quantized seen = new Quantized(before_VE, before_VE, List.of(), List.of(sought_rE), hits_KV);
        try (Reseeding reseeding = new Reseeding(2, 4, Peers.alone(), Compute.EXACT)) {
            reseeding.saw(seen);
            reseeding.stepped(codebook_VE, moment(1));
            assertThat(codebook_VE.equal(before_VE)).as("not yet").isTrue();
            reseeding.saw(seen);
            reseeding.stepped(codebook_VE, moment(2));
            for (int code : new int[] {0, 2, 3}) {
                assertThat(codebook_VE.select(0, code).equal(before_VE.select(0, code)))
                        .isTrue();
            }
            assertThat(codebook_VE.select(0, 1).equal(sought_rE.select(0, 0))).isTrue();
            assertThat(reseeding.hits().sum().item_long()).isZero();
        }
    }

    @Test
    void countsGoOnInACheckpoint() {
        try (VqVaeTask task = task(false, 40)) {
            Scoped.value(() -> task.loss(ALL, moment(1)));
            task.stepped(moment(1));
            Tensor hits_V = Objects.requireNonNull(task.state().get("code hits"));
            assertThat(hits_V.sum().item_long()).isEqualTo(32 * 21);
        }
    }

    @Test
    void everyOtherPictureIsFlipped() {
        try (VqVaeTask plain = task(false, 0);
                VqVaeTask flipping = task(true, 0)) {
            int flipped = 0;
            for (int picture : ALL) {
                flipped += mse(plain, picture) == mse(flipping, picture) ? 0 : 1;
            }
            // Of 32, by more than four deviations of a binomial distribution.
            assertThat(flipped).isBetween(4, 28);
        }
    }

    private static double mse(VqVaeTask task, int picture) {
        return Scoped.value(
                () -> task.loss(new int[] {picture}, moment(3)).value().item_double());
    }
}
