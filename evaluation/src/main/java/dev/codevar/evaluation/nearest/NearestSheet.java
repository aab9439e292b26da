package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.nearest.NearestPictures.Pair;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.picture.ContactSheet;
import dev.codevar.picture.Picture;
import dev.codevar.report.table.Numbers;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/** Samples to look at, each beside the training picture that is nearest to it. */
public final class NearestSheet {
    private static final int PAIRS_IN_A_ROW = 4;

    private NearestSheet() {}

    /**
     * @param found of the samples
     * @param samples the samples
     * @param training what the model learnt from
     * @param most how many pairs are shown at most, 1 or more: half of them the nearest, the others at even distances among the rest
     * @return a sheet, four pairs in a row, the difference under each sample and the class under its nearest
     */
    public static Picture of(NearestPictures found, PictureSet samples, PictureData training, int most) {
        List<Picture> pictures = new ArrayList<>();
        List<String> captions = new ArrayList<>();
        List<Pair> shown = shown(found.ascending(), most);
        Map<Integer, Picture> drawn = drawn(shown, samples);
        for (Pair pair : shown) {
            pictures.add(Objects.requireNonNull(drawn.get(pair.picture())));
            captions.add("#" + pair.picture() + ": " + Numbers.three(pair.difference()));
            pictures.add(picture(() -> training.batch(Crops.CENTRE, pair.learnt())));
            captions.add(training.classNames()
                    .map(names -> names.get(training.label(pair.learnt())))
                    .orElse("class " + training.label(pair.learnt())));
        }
        return ContactSheet.of(pictures, captions, 2 * Math.min(PAIRS_IN_A_ROW, shown.size()));
    }

    /** In their order: an array of pictures is read from its beginning again to go back. */
    private static Map<Integer, Picture> drawn(List<Pair> shown, PictureSet samples) {
        Map<Integer, Picture> drawn = new HashMap<>();
        shown.stream()
                .map(Pair::picture)
                .distinct()
                .sorted()
                .forEach(one -> drawn.put(one, picture(() -> samples.read(one, 1))));
        return drawn;
    }

    private static List<Pair> shown(List<Pair> ascending, int most) {
        if (ascending.size() <= most) {
            return ascending;
        }
        int nearest = (most + 1) / 2;
        List<Pair> shown = new ArrayList<>(ascending.subList(0, nearest));
        int others = most - nearest;
        int rest = ascending.size() - nearest;
        for (int i = 1; i <= others; i++) {
            shown.add(ascending.get(nearest + (int) ((long) i * rest / others) - 1));
        }
        return shown;
    }

    private static Picture picture(Supplier<Tensor> u8_13hw) {
        return Scoped.inference(
                () -> Pixels.toNearestPictures(Pixels.fromBytes(u8_13hw.get())).get(0));
    }
}
