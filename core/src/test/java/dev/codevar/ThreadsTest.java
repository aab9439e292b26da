package dev.codevar;

import static dev.codevar.SamePictures.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.codevar.model.VarConfig;
import dev.codevar.models.ModelSet;
import dev.codevar.nn.Threads;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A picture is the same for any number of threads: equal ids and equal bytes, alone and in a batch. The models have published widths and
 * few blocks, so that every kernel is reached which they reach, and fashion32's would not.
 */
@Tag("slow")
class ThreadsTest {
    /** Where a picture takes long. */
    private static final List<Integer> OTHERS = List.of(1, 3);

    private static final Pyramid PYRAMID = Pyramid.of(1, 2, 3, 4, 6, 8);

    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16", "INT8"})
    void threadsAndBatchesChangeNothing(Precision precision) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        ModelSet set = ModelSet.random(
                Map.of("large", transformer(2, 16), "small", transformer(1, 12)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2, 2, 4), 2, true, true, 4, PYRAMID));
        List<Generated> usual = generate(set, "large:4,small", 2, precision, 3, 3);
        Threads.each(() -> assertSame(generate(set, "large:4,small", 2, precision, 3, 3), usual));
        assertSame(generate(set, "large:4,small", 2, precision, 3, 1), usual);
    }

    /** Threads take rows and pictures of small models for themselves, where there are as many rows as threads: here to eight. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16", "INT8"})
    void threadsAndBatchesChangeNothingInSmallModels(Precision precision) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        ModelSet set = ModelSet.open(Path.of("..", "models", "fashion32"));
        List<Generated> usual = generate(set, "large:4,small", 2, precision, 5, 5);
        Threads.each(() -> assertSame(generate(set, "large:4,small", 2, precision, 5, 5), usual));
        assertSame(generate(set, "large:4,small", 2, precision, 5, 1), usual);
    }

    /** Encoder and decoder: a part of a picture is drawn anew. */
    @ParameterizedTest
    @EnumSource(
            value = Precision.class,
            names = {"FLOAT32", "BFLOAT16"})
    void threadsChangeNoEdit(Precision precision) {
        assumeTrue(EqualBits.promised(Device.CPU, precision));
        ModelSet set = ModelSet.random(
                Map.of("large", transformer(1, 16)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 2, 2, 4), 1, true, true, 4, PYRAMID));
        Picture given = new Picture(128, 128, new byte[3 * 128 * 128]);
        for (int i = 0; i < given.rgb().length; i++) {
            given.rgb()[i] = (byte) (i * i / 97);
        }
        EditSource source = new EditSource(given, Mask.box(given, Box.at(20, 40).size(50, 60)));
        List<Generated> usual = edited(set, precision, source);
        Threads.on(OTHERS, () -> assertSame(edited(set, precision, source), usual));
    }

    private static List<Generated> edited(ModelSet set, Precision precision, EditSource source) {
        try (CoDe code = CoDe.open(set, Resources.of(Device.CPU, precision))) {
            Request plain = code.request().plan("large").count(1).seed(5).cfg(2).build();
            List<Request.Item> items = plain.items().stream()
                    .map(it -> new Request.Item(it.label(), it.seed(), it.sampling(), Optional.of(source)))
                    .toList();
            return code.generate(
                            new Request(plain.plan(), items, plain.random(), plain.moreSmooth(), 1),
                            GenerationObserver.NONE)
                    .pictures();
        }
    }

    /**
     * The heads, the width and the shared norms of the published model for 512 pixels, and its pyramid; with guidance it takes twice as
     * long.
     */
    @Test
    void threadsAndBatchesChangeNothingAt512() {
        assumeTrue(EqualBits.promised(Device.CPU, Precision.FLOAT32));
        Pyramid pyramid = Pyramid.IMAGENET_512;
        ModelSet set = ModelSet.random(
                Map.of("large", new VarConfig(1, 36, 10, 512, 32, true, pyramid)),
                new VqVaeConfig(512, 32, 32, List.of(1, 1, 1, 1, 1), 1, true, true, 4, pyramid));
        List<Generated> two = generate(set, "large", 0, Precision.FLOAT32, 2, 2);
        List<Generated> first = two.subList(0, 1);
        Threads.on(OTHERS, () -> assertSame(generate(set, "large", 0, Precision.FLOAT32, 1, 1), first));
    }

    private static VarConfig transformer(int depth, int heads) {
        return new VarConfig(depth, heads, 10, 512, 32, false, PYRAMID);
    }

    /** On a thread of its own, which takes the number of threads as it finds it. */
    private static List<Generated> generate(
            ModelSet set, String plan, double cfg, Precision precision, int count, int batch) {
        try (CoDe code = CoDe.open(set, Resources.of(Device.CPU, precision))) {
            Request request = code.request()
                    .plan(plan)
                    .count(count)
                    .seed(5)
                    .cfg(cfg)
                    .topK(100)
                    .batch(batch)
                    .build();
            return code.generate(request, GenerationObserver.NONE).pictures();
        }
    }
}
