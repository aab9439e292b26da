package dev.codevar.evaluation.warning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.codevar.decode.token.Sampling;
import dev.codevar.sampling.run.Maker;
import dev.codevar.sampling.run.Preset;
import dev.codevar.sampling.run.SampleRun;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubjectWarningsTest {
    private static final Subject REFERENCE = Made.reference(256);

    @Test
    void publishedOptionsAreSound() {
        assertThat(of(Made.published())).isEmpty();
        assertThat(of(Made.run("d30", Preset.VAR, 1000, 50, 256, "float32", 1))).isEmpty();
        assertThat(of(null)).isEmpty();
    }

    @Test
    void oneValueForAllScalesIsAsGoodAsTen() {
        Sampling var = Preset.VAR.sampling();
        Sampling each = new Sampling(var.cfg(), Collections.nCopies(10, 1.0), Collections.nCopies(10, 900), var.topP());
        assertThat(of(Made.run("d30", new Preset("each", each, 50), 1000, 50, 256, "float32", 1)))
                .isEmpty();
    }

    @Test
    void eachOptionThatDiffersIsNamed() {
        Preset other = new Preset("other", new Sampling(4, List.of(1.0), List.of(900), 0.95), 50);
        Subject samples =
                new Subject("few", 1000, 256, 256, false, Made.run("d30:8,d16", other, 100, 10, 256, "float32", 1));
        assertThat(SubjectWarnings.of(samples, REFERENCE))
                .containsExactly(
                        "the samples were not drawn as for published scores (--preset paper): cfg 4.0, published"
                                + " 1.5; top-k 900, published 600; top-p 0.95, published 0.96; temperature 1.0, published 1.1 ×7,"
                                + " 1.0 ×3; pictures per class 10, published 50; classes 100, published 1000");
        SampleRun warm = Made.run("d30", Preset.PAPER, 1000, 50, 256, "float32", 1);
        assertThat(of(warm))
                .containsExactly(
                        "the samples were not drawn as for published scores (--preset var): top-k 600, published"
                                + " 900; temperature 1.1 ×7, 1.0 ×3, published 1.0");
    }

    @Test
    void ownModelsHaveTheirOwnOptions() {
        SampleRun fashion = Made.run("large:4,small", Preset.VAR, 10, 100, 32, "float32", 1);
        assertThat(SubjectWarnings.of(new Subject("own", 1000, 32, 32, false, fashion), Made.reference(32)))
                .isEmpty();
    }

    @Test
    void labelsOfManyClassesTellImageNetAtAnySize() {
        Subject small = new Subject("small", 50_000, 64, 64, false, null);
        SampleRun run = Made.run("d30", Preset.PAPER, 1000, 50, 64, "float32", 1);
        assertThat(SubjectWarnings.of(new Subject("small", 50_000, 64, 64, false, run), Made.reference(64)))
                .hasSize(1)
                .first()
                .asString()
                .contains("(--preset var): top-k 600, published 900");
        SampleRun more = Made.run("d30", Preset.PAPER, 5000, 10, 64, "float32", 1);
        assertThat(SubjectWarnings.of(new Subject("more", 50_000, 64, 64, false, more), Made.reference(64)))
                .isEmpty();
        assertThat(SubjectWarnings.of(small, Made.reference(64))).isEmpty();
    }

    @Test
    void partsOfRunsAreSaid() {
        Subject half = new Subject("half", 25_000, 256, 256, false, Made.published());
        assertThat(SubjectWarnings.of(half, REFERENCE))
                .containsExactly("half holds 25,000 pictures of a run of 50,000: finish or merge it first");
    }

    @Test
    void sizesThatDifferAreSaid() {
        assertThat(SubjectWarnings.of(Made.samples(null), Made.reference(512)))
                .containsExactly(
                        "the samples are of 256×256 pixels, the reference of 512×512: sharpness alone sets them"
                                + " apart; compare equal sizes");
        assertThat(SubjectWarnings.of(Made.samples(null), Made.reference(0)))
                .as("of the reference only features are known")
                .isEmpty();
        Subject wide = new Subject("wide", 50_000, 320, 256, false, null);
        assertThat(SubjectWarnings.of(wide, new Subject("wide", 50_000, 320, 256, true, null)))
                .containsExactly(
                        "the pictures of the samples are of 320×256 pixels: the network squeezes them into squares",
                        "the pictures of the reference are of 320×256 pixels: the network squeezes them into squares");
    }

    @Test
    void fewPicturesBehindTheReferenceAreSaid() {
        assertThat(SubjectWarnings.of(Made.samples(null), new Subject("few", 10_000, 256, 256, false, null)))
                .containsExactly("the reference's statistics are of only 10,000 pictures: Fréchet distances from it are"
                        + " larger than published ones, compare only with the same reference");
        assertThat(SubjectWarnings.of(Made.samples(null), new Subject("many", 50_000, 256, 256, false, null)))
                .isEmpty();
    }

    @Test
    void othersWhoWentOnWithARunAreSaid() {
        SampleRun run = Made.published();
        Subject parts = new Subject(
                "parts", 50_000, 256, 256, false, run, List.of(run.maker(), new Maker("0.2.0", "other kernels")));
        String line = "drawn in parts by version 0.1.0 with kernels for kernels, then by version 0.2.0 with kernels for"
                + " other kernels: drawn again by one of them, pictures of the others may come out otherwise";
        assertThat(SubjectWarnings.of(parts, REFERENCE)).containsExactly("the samples were " + line);
        assertThat(SubjectWarnings.of(Made.samples(null), parts))
                .hasSize(2)
                .last()
                .isEqualTo("the reference was " + line);
    }

    @Test
    void whatIsComparedWithNothingIsLookedAt() {
        Subject half = new Subject("half", 25_000, 320, 256, false, Made.published());
        assertThat(SubjectWarnings.of(half, null))
                .containsExactly(
                        "half holds 25,000 pictures of a run of 50,000: finish or merge it first",
                        "the pictures of the samples are of 320×256 pixels: the network squeezes them into squares");
        assertThat(SubjectWarnings.of(Made.samples(Made.published()), null)).isEmpty();
    }

    @Test
    void aRunAsReferenceIsSaid() {
        assertThat(against(Made.published()))
                .containsExactly(
                        "the reference was drawn by the same model, with the same options and seed: it holds the"
                                + " samples themselves, and the scores mean nothing");
        assertThat(against(Made.run("d30:8,d16", Preset.PAPER, 1000, 50, 256, "bfloat16", 8)))
                .containsExactly("the reference was drawn by the same model: the scores compare it with itself");
        assertThat(against(Made.run("d30:8,d16", Preset.PAPER, 1000, 50, 256, "float32", 8)))
                .containsExactly(
                        "the reference was drawn by the same model: the scores compare it with itself",
                        "the samples were drawn in bfloat16 on cpu, the reference in float32 on cpu: what differs may be"
                                + " their rounding");
        assertThat(against(Made.run("d30:6,d16", Preset.PAPER, 1000, 50, 256, "bfloat16", 7)))
                .as("of another plan")
                .containsExactly("the reference was drawn by the same model: the scores compare it with itself");
        assertThat(SubjectWarnings.of(Made.samples(null), Made.samples(Made.published())))
                .containsExactly(
                        "the reference was drawn by a model (plan d30:8,d16): the scores do not say how real the"
                                + " samples look");
    }

    private static List<String> against(SampleRun reference) {
        return SubjectWarnings.of(Made.samples(Made.published()), Made.samples(reference));
    }

    private static List<String> of(@Nullable SampleRun run) {
        return SubjectWarnings.of(Made.samples(run), REFERENCE);
    }
}
