package dev.codevar.files.data;

import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        return batch(Crops.CENTRE, indexes);
    }

    @Override
    public Tensor batch(Crops crops, int... indexes) {
        return all.batch(crops, checked(indexes));
    }

    @Override
    public void expect(Crops crops, int... indexes) {
        all.expect(crops, checked(indexes));
    }

    /** What stands in for a broken picture may come from behind the first. */
    @Override
    public int shown(int index) {
        return all.shown(Objects.checkIndex(index, count));
    }

    @Override
    public Tensor labels(int... indexes) {
        return all.labels(checked(indexes));
    }

    private int[] checked(int... indexes) {
        for (int index : indexes) {
            Objects.checkIndex(index, count);
        }
        return indexes;
    }

    @Override
    public boolean cut() {
        return all.cut();
    }

    @Override
    public Optional<String> identity() {
        return all.identity().map(identity -> "first " + count + " of " + identity);
    }

    @Override
    public Optional<List<String>> classNames() {
        return all.classNames();
    }
}
