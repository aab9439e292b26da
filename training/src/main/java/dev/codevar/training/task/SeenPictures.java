package dev.codevar.training.task;

import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.training.Moment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures as the steps of a training see them; which view of one follows from seed, epoch, step and picture alone.
 *
 * @param pictures all of them
 * @param views how they are seen
 */
public record SeenPictures(PictureData pictures, Views views) {

    /** {@return pictures that are cut anew in every epoch where they are larger, and where flips are wanted mirrored at random} */
    public static SeenPictures fresh(PictureData pictures, boolean flips) {
        return new SeenPictures(pictures, new Views(flips, 0, true));
    }

    /** {@return the examples (B, 3, side, side), of 8 bits, in the innermost PointerScope} */
    public Tensor batch(int[] examples, Moment moment) {
        Map<Crops, Tensor> read = new LinkedHashMap<>();
        Map<Crops, Integer> used = new LinkedHashMap<>();
        byCrops(examples, moment).forEach((crops, some) -> read.put(crops, pictures.batch(crops, some)));
        TensorVector each = new TensorVector();
        for (int example : examples) {
            View view = views.seen(example, moment);
            Tensor of = Objects.requireNonNull(read.get(view.crops()));
            Tensor one = of.narrow(0, used.merge(view.crops(), 1, Integer::sum) - 1, 1);
            each.push_back(view.mirrored() ? one.flip(3) : one);
        }
        return torch.cat(each, 0);
    }

    /** {@return the examples that are cut out the same way, each in the order of the batch} */
    private Map<Crops, int[]> byCrops(int[] examples, Moment moment) {
        Map<Crops, int[]> groups = new LinkedHashMap<>();
        for (int example : examples) {
            groups.merge(
                    views.seen(example, moment).crops(),
                    new int[] {example},
                    (some, one) -> IntStream.concat(IntStream.of(some), IntStream.of(one))
                            .toArray());
        }
        return groups;
    }

    /** {@return their classes (B), int64, in the innermost PointerScope} */
    public Tensor labels(int[] examples) {
        return pictures.labels(examples);
    }

    /** Says what is asked for after the next batch. */
    public void expect(int[] examples, Moment moment) {
        Map<Crops, int[]> groups = byCrops(examples, moment);
        // One batch can be read ahead.
        if (groups.size() == 1) {
            groups.forEach(pictures::expect);
        }
    }

    /** {@return for the log how many are shown in the place of broken ones, where there can be any} */
    public Map<String, Double> replaced(int[] examples) {
        if (!pictures.cut()) {
            return Map.of();
        }
        long replaced = IntStream.of(examples)
                .filter(example -> pictures.shown(example) != example)
                .count();
        return Map.of("pictures replaced", (double) replaced);
    }
}
