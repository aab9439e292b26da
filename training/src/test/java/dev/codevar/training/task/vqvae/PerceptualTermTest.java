package dev.codevar.training.task.vqvae;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.NativeObjects;
import dev.codevar.OneThread;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.AdamW;
import dev.codevar.training.Loss;
import dev.codevar.training.Opponent;
import dev.codevar.training.Parameters;
import dev.codevar.training.parallel.Peers;
import dev.codevar.training.perceptual.ThinVgg;
import dev.codevar.training.task.TinyWorld;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A VQ-VAE learns by how pictures look, and whether they look real. */
@ExtendWith(OneThread.class)
class PerceptualTermTest {
    private static final VqVaeConfig VAE =
            new VqVaeConfig(32, 4, 32, List.of(1, 1), 1, false, false, 4, Pyramid.of(1, 2, 4, 8));
    private static final int[] ALL = IntStream.range(0, 16).toArray();

    @TempDir
    Path folder;

    private VqVaeTask task(Precision products) {
        AdversarialOptions options = new AdversarialOptions(0.2, 5, 1e-3, 0.5, 0.9, 8, 2, "none");
        Terms terms = new Terms(
                Optional.of(new PerceptualTerm(ThinVgg.distance(folder), 1, new Compute(Device.CPU, products))),
                Optional.of(new AdversarialTerm(options, VAE.pictureSide(), 1, new Compute(Device.CPU, products))));
        TinyWorld.Colours pictures = new TinyWorld.Colours(ALL.length, 1, VAE.pictureSide());
        return new VqVaeTask(
                pictures,
                pictures,
                Parameters.of(VqVaeTensors.shapes(VAE), new VqVaeInitialisation(VAE, 1), Device.CPU),
                VAE,
                new VqVaeTask.Options(0.5, 2, 1, 10, false, new Compute(Device.CPU, products)),
                terms,
                Peers.alone());
    }

    private static double perceptual(VqVaeTask task) {
        return Objects.requireNonNull(task.validate().get("perceptual"));
    }

    @Test
    @Tag("slow")
    void learnsByBoth() {
        try (VqVaeTask task = task(Precision.FLOAT32)) {
            Opponent opponent = task.opponent().orElseThrow();
            try (AdamW own = new AdamW(task.parameters(), AdamW.Settings.of(0.95, 0), task.decayed());
                    AdamW others = new AdamW(opponent.parameters(), opponent.optimiser(), opponent.decayed())) {
                double before = perceptual(task);
                for (int i = 0; i < 8; i++) {
                    step(task, own, others, i);
                }
                long pointers = NativeObjects.settled();
                for (int i = 8; i < 25; i++) {
                    step(task, own, others, i);
                }
                assertThat(Pointer.totalCount()).isEqualTo(pointers);
                assertThat(perceptual(task)).isLessThan(0.9 * before);
            }
        }
    }

    private static void step(VqVaeTask task, AdamW own, AdamW others, int step) {
        Scoped.value(() -> {
            task.parameters().zeroGradients();
            task.opponent().orElseThrow().parameters().zeroGradients();
            Loss loss = task.loss(ALL, AdversarialWorld.moment(step));
            loss.value().backward();
            own.step(2e-3);
            loss.opponents().ifPresent(value -> {
                value.backward();
                others.step(1e-3);
            });
            task.stepped(AdversarialWorld.moment(step));
            return 0;
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "BFLOAT16"})
    void theTermIsInTheLoss(Precision products) {
        try (VqVaeTask task = task(products)) {
            Scoped.value(() -> {
                Loss loss = task.loss(ALL, AdversarialWorld.moment(5));
                loss.value().backward();
                loss.opponents().orElseThrow().backward();
                assertThat(loss.metrics().get("perceptual")).isPositive();
                assertThat(task.parameters()
                                .get("encoder.conv_in.weight")
                                .grad()
                                .norm()
                                .item_double())
                        .isPositive()
                        .isFinite();
                return 0;
            });
        }
    }
}
