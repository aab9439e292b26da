package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.decode.token.Sampling;
import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.EqualBits;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Resources;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where it is promised, a picture is the same alone, in a batch, and in any position of it: equal ids and equal bytes. */
class BatchTest {
    @TempDir
    static Path folder;

    /** Small models, and one of a published width and few blocks, whose kernels are others. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "FLOAT32 large:4,small false",
                "FLOAT32 large false",
                "FLOAT32 large:2,small true",
                "BFLOAT16 large:4,small false",
                "BFLOAT16 large:2,small true",
                "INT8 large:4,small false",
                "FLOAT32 wide false",
                "BFLOAT16 wide false"
            })
    void aPictureIsTheSameAloneAndAnywhereInABatch(Precision precision, String plan, boolean smooth) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        ModelSet set = plan.equals("wide") ? wide() : ModelSet.open(TestModels.fashion32(folder));
        try (CoDe code = CoDe.open(set, Resources.of(Device.CPU, precision))) {
            requireTheSameAnywhere(code, plan, smooth);
        }
    }

    private static ModelSet wide() {
        Pyramid pyramid = Pyramid.of(1, 2, 3, 4, 6, 8);
        return ModelSet.random(
                Map.of("wide", new VarConfig(1, 16, 10, 512, 32, false, pyramid)),
                new VqVaeConfig(512, 32, 32, List.of(1, 2, 2), 1, true, true, 4, pyramid));
    }

    private static void requireTheSameAnywhere(CoDe code, String plan, boolean smooth) {
        Request seven = unlike(code, plan, smooth);
        List<Generated> together = generate(code, seven, 7);
        for (int i = 0; i < seven.items().size(); i++) {
            assertSame(generate(code, only(seven, List.of(i)), 1), List.of(together.get(i)));
        }
        List<Integer> backwards = List.of(6, 5, 4, 3, 2, 1, 0);
        List<Generated> turned = generate(code, only(seven, backwards), 7);
        for (int i = 0; i < backwards.size(); i++) {
            assertSame(List.of(turned.get(i)), List.of(together.get(backwards.get(i))));
        }
        assertSame(generate(code, seven, 3), together);
    }

    /** Seven pictures that differ in every option that may differ, with one edited. */
    private static Request unlike(CoDe code, String plan, boolean smooth) {
        Picture kept = generate(code, request(code).classes("4").count(1).build(), 1)
                .get(0)
                .picture();
        List<Request.Item> items = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Sampling sampling = new Sampling(
                    i % 3, List.of(0.8 + 0.1 * i), List.of(i % 2 == 0 ? 0 : 50 * i), i % 4 == 0 ? 0 : 0.9 - 0.05 * i);
            Optional<EditSource> edit = i == 3
                    ? Optional.of(
                            new EditSource(kept, Mask.box(kept, Box.at(4, 8).size(20, 10))))
                    : Optional.empty();
            items.add(new Request.Item((3 * i) % 10, 1000L * i + 7, sampling, edit));
        }
        return new Request(request(code).plan(plan).build().plan(), items, RandomMode.PER_PICTURE, smooth, 7);
    }

    private static Request only(Request request, List<Integer> places) {
        return new Request(
                request.plan(),
                places.stream().map(request.items()::get).toList(),
                request.random(),
                request.moreSmooth(),
                request.batch());
    }

    private static List<Generated> generate(CoDe code, Request request, int batch) {
        Request batched = new Request(request.plan(), request.items(), request.random(), request.moreSmooth(), batch);
        return code.generate(batched, GenerationObserver.NONE).pictures();
    }

    private static Request.Builder request(CoDe code) {
        return code.request().seed(7);
    }
}
