package dev.codevar.training.run;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.WholeFile;
import dev.codevar.files.data.FirstPictures;
import dev.codevar.files.data.LabelledPictures;
import dev.codevar.files.data.PictureData;
import dev.codevar.training.config.Configuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What is trained on, and what is measured with.
 *
 * @param training all of them
 * @param heldOut others, the first of the test pictures
 * @param test all of those
 */
public record Pictures(PictureData training, PictureData heldOut, PictureData test) {
    private static final String CLASSES = "classes.txt";
    private static final int IMAGENET = 1000;

    /**
     * Opens what is there.
     *
     * @param configuration says how many are measured
     * @param place where they are
     * @param side what larger pictures are cut to
     * @param listener is told of those that cannot be read
     */
    public static Pictures open(Configuration configuration, Place place, int side, RunListener listener) {
        LabelledPictures all = LabelledPictures.open(place.data(), side, listener::unreadable);
        int there = all.test().count();
        int measured = configuration.heldOut() == 0 ? there : configuration.heldOut();
        if (measured > there) {
            throw new InvalidInputException("held_out " + measured + ": there are only " + there
                    + " test pictures to measure with; from 1 to " + there + " are legal, and 0 for all");
        }
        return new Pictures(all.training(), new FirstPictures(all.test(), measured), all.test());
    }

    /**
     * Adds what a training with them follows from, beside the pictures that it is trained on.
     *
     * @return the same
     */
    public TrainingIdentity tell(TrainingIdentity about) {
        heldOut.identity().ifPresent(identity -> about.and("held-out pictures", identity));
        return about;
    }

    /** Writes the names of the classes beside the weights that came of them, where there are names. */
    void nameClasses(Path weights) {
        training.classNames()
                .filter(names -> !areImageNet(names))
                .ifPresent(names -> WholeFile.write(
                        weights.resolveSibling(CLASSES),
                        (String.join("\n", names) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The folders of ImageNet have numbers for names; for a thousand classes better ones are known. */
    private static boolean areImageNet(List<String> names) {
        return names.size() == IMAGENET && names.stream().allMatch(name -> name.matches("n\\d{8}"));
    }
}
