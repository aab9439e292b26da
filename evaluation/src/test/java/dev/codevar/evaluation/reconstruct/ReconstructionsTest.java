package dev.codevar.evaluation.reconstruct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.evaluation.features.EvaluationProgress;
import dev.codevar.evaluation.features.FeatureNetwork;
import dev.codevar.evaluation.features.FeaturePlaces;
import dev.codevar.evaluation.pictures.Noise;
import dev.codevar.evaluation.pictures.PictureGrid;
import dev.codevar.evaluation.score.matrix.Features;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.PictureData;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.sampling.run.FeatureLayout;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of 8x8 pixels through an untrained VQ-VAE, against the same one by one and without tensors where it can be. */
class ReconstructionsTest {
    private static final VqVaeConfig CONFIG =
            new VqVaeConfig(32, 4, 32, List.of(1, 1), 1, false, false, 4, Pyramid.of(1, 2, 4));
    private static final int SIDE = CONFIG.pictureSide();
    private static final int VALUES = 3 * SIDE * SIDE;
    private static final FeaturePlaces PLACES = new FeaturePlaces(null);
    private static VqVae vae;

    @TempDir
    Path temp;

    @BeforeAll
    static void makeVqVae() {
        Libtorch.load();
        vae = new VqVae(new RandomWeights("a VQ-VAE", VqVaeTensors.shapes(CONFIG), 3), CONFIG, Compute.EXACT);
    }

    @AfterAll
    static void closeVqVae() {
        vae.close();
    }

    /** Sees the mean of every colour. */
    private static final class Colours implements FeatureNetwork {
        @Override
        public String name() {
            return "colours";
        }

        @Override
        public String fingerprint() {
            return "0".repeat(64);
        }

        @Override
        public FeatureLayout layout() {
            return new FeatureLayout(3, 0, 0);
        }

        @Override
        public Tensor apply(Tensor pictures_B3hw) {
            return pictures_B3hw.to(ScalarType.Float).mean(2, 3);
        }

        @Override
        public void close() {}
    }

    /** One picture by hand: what it becomes as numbers and as a picture, and its ids scale by scale. */
    private record ByHand(FloatBuffer back_3hw, Picture picture, List<long[]> ids) {
        static ByHand of(byte[] pixels) {
            return Scoped.inference(() -> {
                Encoding codes = vae.encode(Pixels.fromBytes(Tensor.create(pixels, 1, 3, SIDE, SIDE)));
                Tensor back_13hw = vae.decode(codes.f_hats().get(2));
                float[] back = new float[VALUES];
                back_13hw.data_ptr_float().get(back);
                List<long[]> ids = codes.ids().stream()
                        .map(ids_1l -> {
                            long[] all = new long[(int) ids_1l.numel()];
                            ids_1l.contiguous().data_ptr_long().get(all);
                            return all;
                        })
                        .toList();
                return new ByHand(FloatBuffer.wrap(back), rounded(back), ids);
            });
        }

        /** In float32, since some values lie halfway between two bytes but for what their sum with 1 loses. */
        private static Picture rounded(float[] values_3hw) {
            byte[] rgb = new byte[VALUES];
            for (int i = 0; i < VALUES; i++) {
                int colour = i % 3;
                rgb[i] = (byte) Math.rint((values_3hw[colour * SIDE * SIDE + i / 3] + 1) * 0.5f * 255);
            }
            return new Picture(SIDE, SIDE, rgb);
        }

        double squares(byte[] pixels) {
            return IntStream.range(0, VALUES)
                    .mapToDouble(i -> Math.pow(back_3hw.get(i) - ((pixels[i] & 0xff) / 127.5 - 1), 2))
                    .sum();
        }

        double meanOf(int colour) {
            return IntStream.range(0, SIDE * SIDE)
                    .map(at -> picture.sample(at % SIDE, at / SIDE, colour))
                    .average()
                    .orElseThrow();
        }
    }

    private Reconstructions of(PictureData pictures, int together) {
        return new Reconstructions("given back", pictures, vae, together, temp.resolve("features.bin"));
    }

    @Test
    void theyAreScoredAndMeasuredAsOneByOne() {
        Noise pictures = Noise.of(11, SIDE, 1).without(2, 5);
        int[] readable = {0, 1, 3, 4, 6, 7, 8, 9, 10};
        List<ByHand> byHand = IntStream.of(readable)
                .mapToObj(i -> ByHand.of(pictures.pixels().get(i)))
                .toList();
        try (Reconstructions back = of(pictures, 4)) {
            Features features = back.features(new Colours(), PLACES, EvaluationProgress.NONE)
                    .features();
            float[] rows = new float[readable.length * 3];
            features.read(0, FloatBuffer.wrap(rows));
            assertThat(features.count()).isEqualTo(readable.length);
            for (int i = 0; i < rows.length; i++) {
                assertThat((double) rows[i]).isCloseTo(byHand.get(i / 3).meanOf(i % 3), within(1e-3));
            }
            assertThat(back.subject().count()).isEqualTo(readable.length);
            assertThat(back.subject().width()).isEqualTo(SIDE);

            double mse = IntStream.range(0, readable.length)
                            .mapToDouble(
                                    i -> byHand.get(i).squares(pictures.pixels().get(readable[i])))
                            .sum()
                    / (readable.length * VALUES);
            Faithfulness measured = back.faithfulness();
            assertThat(measured.mse()).isCloseTo(mse, within(1e-6 * mse));
            assertThat(Objects.requireNonNull(measured.psnr())).isCloseTo(10 * Math.log10(4 / mse), within(1e-5));
            assertThat(measured.unreadable()).isEqualTo(2);
            assertThat(measured.codes()).isEqualTo(32);
            Set<Long> inAll = new TreeSet<>();
            for (int k = 0; k < 3; k++) {
                Set<Long> ofScale = new TreeSet<>();
                for (ByHand one : byHand) {
                    for (long id : one.ids().get(k)) {
                        ofScale.add(id);
                    }
                }
                inAll.addAll(ofScale);
                assertThat(measured.codesInUse().get(k)).isEqualTo(ofScale.size());
            }
            assertThat(measured.codesInUseInAll()).isEqualTo(inAll.size());

            assertThat(back.grid("Samples").entries())
                    .extracting(PictureGrid.Entry::picture)
                    .containsExactlyElementsOf(
                            byHand.stream().map(ByHand::picture).toList());
            assertThat(back.faithfulness()).as("looking changes nothing").isEqualTo(measured);
        }
    }

    @Test
    void picturesOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> of(Noise.of(3, 16, 2), 4))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("the pictures have 16 pixels a side, but the VQ-VAE takes 8");
    }

    @Test
    void withoutAnyPictureThereIsNothingToScore() {
        try (Reconstructions back = of(Noise.of(3, SIDE, 3).without(0, 1, 2), 2)) {
            assertThatThrownBy(() -> back.features(new Colours(), PLACES, EvaluationProgress.NONE))
                    .isInstanceOf(CodeVarException.class)
                    .hasMessage("none of the 3 pictures can be read");
        }
    }
}
