package dev.codevar.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.TestModels;
import dev.codevar.decode.token.Row;
import dev.codevar.model.VarModel;
import dev.codevar.models.ModelSet;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.tensor.Slab;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures that leave a batch cost nothing any more, and those that stay are what they would have been. */
class LeavingTest {
    private static final int PICTURES = 7;
    private static final int SCALES = 3;

    /** Some pictures leave before a scale; counts of how many pictures there are logits. */
    private static final class Leaving implements LogitsObserver {
        private final Set<Integer> who;
        private final int before;
        private final int[] pictures = new int[SCALES];
        private int scale;

        Leaving(Set<Integer> who, int before) {
            this.who = who;
            this.before = before;
        }

        @Override
        public boolean leaves(int place) {
            return scale >= before && who.contains(place);
        }

        @Override
        public void guided(Canvas canvas, int first, Tensor logits_blV) {
            pictures[scale] += (int) logits_blV.size(0);
        }

        @Override
        public void scaleDone(ScaleReport report, Preview preview) {
            scale++;
            for (int place = 0; place < PICTURES; place++) {
                int one = place;
                if (leavesBefore(report.scale(), place)) {
                    assertThatThrownBy(() -> preview.of(List.of(one))).hasMessage("picture " + one + " has left");
                } else {
                    assertThat(preview.of(List.of(one))).hasSize(1);
                }
            }
        }

        private boolean leavesBefore(int scaleDone, int place) {
            return scaleDone >= before && who.contains(place);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16"})
    void whoStaysIsTheSameWhoeverLeavesWhenever(Precision precision) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        inModels(precision, (vae, plan) -> {
            List<Long> all = picture(vae, plan, new Leaving(Set.of(), 0));
            for (Set<Integer> who : List.of(Set.of(0), Set.of(6), Set.of(1, 2, 4), Set.of(0, 1, 2, 3, 4, 5))) {
                for (int before = 0; before < SCALES; before++) {
                    Leaving leaving = new Leaving(who, before);
                    List<Long> left = picture(vae, plan, leaving);
                    List<Long> staying = new ArrayList<>();
                    IntStream.range(0, PICTURES)
                            .filter(place -> !who.contains(place))
                            .forEach(place -> staying.add(all.get(place)));
                    assertThat(left).as(who + " before scale " + before).isEqualTo(staying);
                    for (int k = 0; k < SCALES; k++) {
                        assertThat(leaving.pictures[k])
                                .as("pictures with logits at scale " + k)
                                .isEqualTo(k < before ? PICTURES : PICTURES - who.size());
                    }
                }
            }
        });
    }

    @Test
    void whereAllLeaveTheDrawingEndsAndNoModelIsReadForThem() {
        inModels(Precision.FLOAT32, (vae, plan) -> {
            Set<Integer> all = Set.of(0, 1, 2, 3, 4, 5, 6);
            List<Integer> read = new ArrayList<>();
            List<Segment> watched = new ArrayList<>();
            for (Segment segment : plan.segments()) {
                watched.add(new Segment(segment.config(), segment.range(), () -> {
                    read.add(segment.range().from());
                    return segment.model().get();
                }));
            }
            assertThatThrownBy(() -> picture(vae, new Plan(watched), new Leaving(all, 1)))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("cancelled before scale 1");
            assertThat(read).as("segments begun, by their first scale").containsExactly(0);
        });
    }

    private interface Work {
        void on(VqVae vae, Plan plan);
    }

    private static void inModels(Precision precision, Work work) {
        ModelSet set = TestModels.tiny();
        Compute compute = new Compute(Device.CPU, precision);
        Scoped.inference(() -> {
            try (VqVae vae = new VqVae(set.openVae(set.vaeConfig()), set.vaeConfig(), compute);
                    VarModel model =
                            new VarModel(set.openTransformer("tiny"), set.transformerConfig("tiny"), compute)) {
                work.on(
                        vae,
                        new Plan(List.of(
                                new Segment(model, new ScaleRange(0, 1)), new Segment(model, new ScaleRange(1, 3)))));
            }
            return set;
        });
    }

    /** {@return for each picture that stayed a number that its tokens and its latent make} */
    private static List<Long> picture(VqVae vae, Plan plan, Observer observer) {
        List<Row> rows = IntStream.range(0, PICTURES)
                .mapToObj(i -> new Row(
                        i % 4,
                        i + 5,
                        // Some have a row of "no class", some not.
                        i % 3,
                        Collections.nCopies(SCALES, 1.0),
                        Collections.nCopies(SCALES, 0),
                        0,
                        null))
                .toList();
        Batch batch = new Batch(rows, false, OptionalLong.empty());
        return Scoped.value(() -> {
            try (Slab slab = new Slab();
                    Canvas canvas = new Decoder(vae).decode(plan, batch, observer, slab)) {
                List<Long> made = new ArrayList<>();
                for (int i = 0; i < canvas.places().size(); i++) {
                    long hash = 7;
                    for (int k = 0; k < SCALES; k++) {
                        Tensor ids_l = canvas.ids(k).select(0, i);
                        for (int token = 0; token < ids_l.numel(); token++) {
                            hash = hash * 31 + ids_l.select(0, token).item_long();
                        }
                    }
                    float[] latent = new float[(int) canvas.f_hat().select(0, i).numel()];
                    canvas.f_hat().select(0, i).contiguous().data_ptr_float().get(latent);
                    for (float value : latent) {
                        hash = hash * 31 + Float.floatToRawIntBits(value);
                    }
                    made.add(hash);
                }
                return made;
            }
        });
    }
}
