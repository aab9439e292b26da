package dev.codevar.lab.data;

import dev.codevar.fault.InvalidInputException;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;

/**
 * The first of some pictures.
 *
 * @param all has at least as many
 * @param count how many
 */
public record FirstPictures(PictureData all, int count) implements PictureData {

    public FirstPictures {
        if (count < 1 || count > all.count()) {
            throw new InvalidInputException(
                    count + " pictures are asked for; from 1 to all " + all.count() + " are legal");
        }
    }

    @Override
    public int side() {
        return all.side();
    }

    @Override
    public int classes() {
        return all.classes();
    }

    @Override
    public int label(int index) {
        return all.label(Objects.checkIndex(index, count));
    }

    @Override
    public Tensor batch(int... indexes) {
        for (int index : indexes) {
            Objects.checkIndex(index, count);
        }
        return all.batch(indexes);
    }
}
