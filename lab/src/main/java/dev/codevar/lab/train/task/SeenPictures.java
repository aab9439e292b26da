package dev.codevar.lab.train.task;

import dev.codevar.lab.data.PictureData;
import dev.codevar.lab.train.Moment;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Pictures as a training sees them: cut anew in every epoch where they are larger, and mirrored at random.
 *
 * @param pictures all of them
 * @param flips whether every other one is mirrored
 */
public record SeenPictures(PictureData pictures, boolean flips) {

    /** {@return the examples (B, 3, side, side), of 8 bits, in the innermost PointerScope} */
    public Tensor batch(int[] examples, Moment moment) {
        Tensor u8_B3hw = pictures.batch(moment.crops(), examples);
        if (!flips) {
            return u8_B3hw;
        }
        TensorVector each = new TensorVector();
        for (int i = 0; i < examples.length; i++) {
            Tensor one = u8_B3hw.narrow(0, i, 1);
            each.push_back(moment.draws("flip").uniform(examples[i]) < 0.5 ? one.flip(3) : one);
        }
        return torch.cat(each, 0);
    }

    /** {@return their classes (B), int64, in the innermost PointerScope} */
    public Tensor labels(int[] examples) {
        return pictures.labels(examples);
    }

    /** Says what is asked for after the next batch. */
    public void expect(int[] examples, Moment moment) {
        pictures.expect(moment.crops(), examples);
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
