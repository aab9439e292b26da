package dev.codevar;

import static dev.codevar.SamePictures.assertSame;

import dev.codevar.decode.token.Sampling;
import dev.codevar.picture.Box;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** In float32 a picture is the same alone, in a batch, and in any position of it: equal ids and equal bytes. */
class BatchTest {
    private static CoDe code;

    @BeforeAll
    static void open(@TempDir Path folder) {
        code = TestModels.open(folder);
    }

    @AfterAll
    static void close() {
        code.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"large:4,small false", "large false", "large:2,small true"})
    void aPictureIsTheSameAloneAndAnywhereInABatch(String plan, boolean smooth) {
        Request seven = unlike(plan, smooth);
        List<Generated> together = generate(seven, 7);
        for (int i = 0; i < seven.items().size(); i++) {
            assertSame(generate(only(seven, List.of(i)), 1), List.of(together.get(i)));
        }
        List<Integer> backwards = List.of(6, 5, 4, 3, 2, 1, 0);
        List<Generated> turned = generate(only(seven, backwards), 7);
        for (int i = 0; i < backwards.size(); i++) {
            assertSame(List.of(turned.get(i)), List.of(together.get(backwards.get(i))));
        }
        assertSame(generate(seven, 3), together);
    }

    /** Seven pictures that differ in every option that may differ, with one edited. */
    private static Request unlike(String plan, boolean smooth) {
        Picture kept =
                generate(request().classes("Coat").count(1).build(), 1).get(0).picture();
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
        return new Request(request().plan(plan).build().plan(), items, RandomMode.PER_PICTURE, smooth, 7);
    }

    private static Request only(Request request, List<Integer> places) {
        return new Request(
                request.plan(),
                places.stream().map(request.items()::get).toList(),
                request.random(),
                request.moreSmooth(),
                request.batch());
    }

    private static List<Generated> generate(Request request, int batch) {
        Request batched = new Request(request.plan(), request.items(), request.random(), request.moreSmooth(), batch);
        return code.generate(batched, GenerationObserver.NONE).pictures();
    }

    private static Request.Builder request() {
        return code.request().seed(7);
    }
}
