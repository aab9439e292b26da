package dev.codevar.measure.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.codevar.RandomMode;
import dev.codevar.Request;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

class PrecisionStudyTest {
    private static final ModelSet SET = ModelSet.open(Path.of("..", "models", "fashion32"));
    private static final Resources EXACT = Resources.of(Device.CPU, Precision.FLOAT32);
    private static final PrecisionStudy AGAINST_ITSELF = new PrecisionStudy(SET, EXACT, EXACT);
    private static final PrecisionStudy AGAINST_BFLOAT16 =
            new PrecisionStudy(SET, EXACT, Resources.of(Device.CPU, Precision.BFLOAT16));
    private static final PrecisionStudy.Listener NOBODY = (done, total) -> {};
    private static final int[] SIDES = {1, 2, 3, 4, 6, 8};
    private static final int TOKENS = 130;
    private static final int COUNT = 20;

    /** Of bfloat16 against float32. */
    private static final PrecisionReport LOWER = AGAINST_BFLOAT16.run(request(COUNT), NOBODY);

    /** If forcing fed anything but what the first run saw, its logits would differ. */
    @Test
    void float32ForcedOntoItselfIsFloat32() {
        PrecisionReport report = AGAINST_ITSELF.run(request(12), NOBODY);
        TokenDifference all = report.all();
        assertThat(all.tokens()).isEqualTo(12 * TOKENS);
        assertThat(all.maxLogitDifference()).isZero();
        assertThat(all.totalVariation()).isZero();
        assertThat(all.klDivergence()).isCloseTo(0, within(1e-12));
        assertThat(all.sameLikeliest()).isEqualTo(1);
        assertThat(all.sameToken()).isEqualTo(1);
        assertThat(all.sameTokenAlone()).isEqualTo(1);
        assertThat(all.logitDeviation()).isPositive();
        assertThat(report.layers()).hasSize(4 * (4 + 2)).allMatch(layer -> layer.error() == 0);
        PictureDifference pictures = report.pictures();
        assertThat(pictures.equal()).isEqualTo(1);
        assertThat(pictures.psnr()).isNull();
        assertThat(pictures.psnrSameTokens()).isNull();
        assertThat(pictures.distanceSameSeeds()).isCloseTo(0, within(1e-9));
        assertThat(pictures.distanceExact()).isPositive();
        assertThat(pictures.distanceOtherSeeds()).isEqualTo(pictures.distanceExact());
    }

    @Test
    void bfloat16ChangesALittle() {
        assertThat(LOWER.precision()).isEqualTo("bfloat16");
        assertThat(LOWER.plan()).isEqualTo("large:4,small");
        assertThat(LOWER.scales())
                .extracting(ScaleDifference::model)
                .containsExactly("large", "large", "large", "large", "small", "small");
        SoftAssertions.assertSoftly(softly -> {
            for (ScaleDifference scale : LOWER.scales()) {
                TokenDifference difference = scale.difference();
                int side = SIDES[scale.scale()];
                softly.assertThat(scale.side()).isEqualTo(side);
                softly.assertThat(difference.tokens()).isEqualTo((long) COUNT * side * side);
                softly.assertThat(difference.meanLogitDifference()).isBetween(1e-6, 0.2 * difference.logitDeviation());
                softly.assertThat(difference.maxLogitDifference()).isGreaterThan(difference.meanLogitDifference());
                softly.assertThat(difference.totalVariation()).isBetween(1e-6, 0.5);
                softly.assertThat(difference.klDivergence()).isBetween(1e-9, 0.5);
            }
            softly.assertThat(LOWER.all().sameLikeliest()).isBetween(0.5, 1.0);
            softly.assertThat(LOWER.all().sameToken()).isBetween(0.5, 1.0);
            softly.assertThat(LOWER.all().sameTokenAlone())
                    .isLessThan(LOWER.all().sameToken());
            PictureDifference pictures = LOWER.pictures();
            softly.assertThat(pictures.equal()).isLessThan(1);
            softly.assertThat(pictures.psnr()).isBetween(5.0, 60.0);
            softly.assertThat(pictures.psnrSameTokens()).isBetween(20.0, 80.0);
            softly.assertThat(pictures.distanceSameSeeds()).isPositive();
            softly.assertThat(pictures.distanceOtherSeeds()).isPositive();
        });
    }

    /** The first scale's input is the class alone: no history can differ. */
    @Test
    void historyDoesNotMatterToTheFirstScale() {
        TokenDifference first = LOWER.scales().get(0).difference();
        assertThat(first.sameTokenAlone()).isEqualTo(first.sameToken());
    }

    @Test
    void allScalesTogetherAreTheirSums() {
        double differences = 0;
        double likeliest = 0;
        double largest = 0;
        for (ScaleDifference scale : LOWER.scales()) {
            TokenDifference one = scale.difference();
            differences += one.meanLogitDifference() * one.tokens();
            likeliest += one.sameLikeliest() * one.tokens();
            largest = Math.max(largest, one.maxLogitDifference());
        }
        assertThat(LOWER.all().meanLogitDifference()).isCloseTo(differences / (COUNT * TOKENS), within(1e-12));
        assertThat(LOWER.all().sameLikeliest()).isCloseTo(likeliest / (COUNT * TOKENS), within(1e-12));
        assertThat(LOWER.all().maxLogitDifference()).isEqualTo(largest);
    }

    @Test
    void batchesChangeNothingInFloat32AndProgressIsTold() {
        List<String> told = new ArrayList<>();
        Request request = builder().count(5).batch(2).build();
        PrecisionReport report = AGAINST_ITSELF.run(request, (done, total) -> told.add(done + "/" + total));
        assertThat(told).containsExactly("2/5", "4/5", "5/5");
        PrecisionReport atOnce = AGAINST_ITSELF.run(builder().count(5).batch(5).build(), NOBODY);
        assertThat(report.pictures().distanceExact())
                .isEqualTo(atOnce.pictures().distanceExact());
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertRefused(builder().count(1), "at least 2 pictures");
        assertRefused(builder().batch(0), "at least 1, got 4 and 0");
        assertRefused(builder().moreSmooth(true), "without smoothing");
        assertRefused(builder().random(RandomMode.REFERENCE), "each by its own seed");
        assertRefused(builder().topK(513), "top-k 513 is not between 0 and 512");
    }

    private static void assertRefused(Request.Builder request, String message) {
        assertThatThrownBy(() -> AGAINST_BFLOAT16.run(request.build(), NOBODY))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }

    private static Request.Builder builder() {
        return new Request.Builder(SET).plan("small").count(4).batch(4);
    }

    private static Request request(int count) {
        return builder()
                .plan("large:4,small")
                .count(count)
                .batch(8)
                .seed(7)
                .topP(0.95)
                .build();
    }
}
