package dev.codevar.lab.train.task;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.data.Crops;
import dev.codevar.lab.data.PictureData;
import org.jspecify.annotations.Nullable;

/**
 * How often a picture is seen whose tokens are found: as it is cut out of its file, and where flips are wanted all of that mirrored.
 *
 * @param flips whether mirrored ones follow
 * @param crops how many squares are cut out of each picture at random; 0 for one in the middle
 */
public record Views(boolean flips, int crops) {
    private static final int MOST_CROPS = 1000;

    /** Of its own, so that the tokens serve trainings of any seed. */
    private static final long SEED = 0;

    public Views {
        if (crops < 0 || crops > MOST_CROPS) {
            throw new InvalidInputException("crops " + crops + " is not between 0 and " + MOST_CROPS);
        }
    }

    /** As a configuration says it, where no crops are none. */
    public static Views of(boolean flips, @Nullable Integer crops) {
        return new Views(flips, crops == null ? 0 : crops);
    }

    /** {@return how many sequences there are for these pictures} */
    int count(PictureData pictures) {
        return Math.multiplyExact(pictures.count(), cuts() * (flips ? 2 : 1));
    }

    private int cuts() {
        return Math.max(1, crops);
    }

    /** {@return whether the pictures of view {@code view}, from 0, are mirrored} */
    boolean flipped(int view) {
        return view >= cuts();
    }

    /** {@return where the pictures of view {@code view}, from 0, are cut out} */
    Crops crops(int view) {
        return crops == 0 ? Crops.CENTRE : Crops.random(SEED, view % crops);
    }
}
