package dev.codevar.training.task;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Philox;
import dev.codevar.training.Moment;
import org.jspecify.annotations.Nullable;

/**
 * How pictures are seen whose tokens are learnt. Fixed views are found once and kept: as a picture is cut out of its file, and where
 * flips are wanted all of that mirrored. Fresh ones are cut out and mirrored anew in every epoch, and their tokens found in the step.
 * An epoch is one pass over the pictures either way: it sees each in one of its views.
 *
 * @param flips whether they are seen mirrored too
 * @param crops how many squares are cut out of each picture at random; 0 for one in the middle
 * @param fresh whether they are cut anew in every epoch; then there are no {@code crops}
 */
public record Views(boolean flips, int crops, boolean fresh) {
    /** As held-out pictures are seen. */
    public static final Views MEASURED = new Views(false, 0, false);

    private static final int MOST_CROPS = 1000;

    /** Of its own, so that the tokens serve trainings of any seed. */
    private static final long SEED = 0;

    /** Third word of the counter, other than those of epochs, crops and sampling runs. */
    private static final int TURNS = 6;

    public Views {
        if (crops < 0 || crops > MOST_CROPS) {
            throw new InvalidInputException("crops " + crops + " is not between 0 and " + MOST_CROPS);
        }
        if (fresh && crops > 0) {
            throw new InvalidInputException(
                    "crops " + crops + " with fresh_crops: one square is cut anew in every epoch, so crops is 0");
        }
    }

    /** As a configuration says it, where nothing said is no. */
    public static Views of(boolean flips, @Nullable Integer crops, @Nullable Boolean fresh) {
        return new Views(flips, crops == null ? 0 : crops, fresh != null && fresh);
    }

    /** Fails where squares are to be cut out of pictures that have no room for others. */
    public void requireRoom(PictureData pictures) {
        if ((crops > 0 || fresh) && !pictures.cut()) {
            String said = fresh ? "fresh_crops true" : "crops " + crops;
            throw new InvalidInputException(
                    said + ": these pictures are as large as the VQ-VAE takes them, so that there is nothing"
                            + " to crop; " + (fresh ? "false" : "0") + " is legal");
        }
    }

    /** {@return how many views of each picture are kept} */
    public int count() {
        return cuts() * (flips ? 2 : 1);
    }

    /** {@return how many sequences are kept of these pictures} */
    public int count(PictureData pictures) {
        return Math.multiplyExact(pictures.count(), count());
    }

    private int cuts() {
        return Math.max(1, crops);
    }

    /** {@return how an example is seen by a step} */
    View seen(int picture, Moment moment) {
        return fresh
                ? new View(moment.crops(), flips && moment.draws("flip").uniform(picture) < 0.5)
                : fixed(turn(picture, moment));
    }

    /** {@return which fixed view of {@code picture} an epoch sees: they take turns, and every picture begins with one of its own} */
    public int turn(int picture, Moment moment) {
        int first = (int) (Philox.uniform(moment.seed(), picture, 0, TURNS) * count());
        return (first + moment.epoch()) % count();
    }

    /** {@return the fixed view of that number, from 0 to below {@link #count()}: all mirrored ones follow the others} */
    public View fixed(int number) {
        Crops where = crops == 0 ? Crops.CENTRE : Crops.random(SEED, number % crops);
        return new View(where, number >= cuts());
    }
}
