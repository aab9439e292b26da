package dev.codevar.lab.train.run;

import dev.codevar.lab.data.FashionMnist;
import dev.codevar.lab.data.FirstPictures;
import dev.codevar.lab.data.PictureData;
import java.nio.file.Path;

/**
 * What is trained on, and what is measured with.
 *
 * @param training all of them
 * @param heldOut others
 */
record Pictures(PictureData training, PictureData heldOut) {

    /**
     * @param folder where they are
     * @param heldOut how many are measured
     */
    static Pictures open(Path folder, int heldOut) {
        return new Pictures(FashionMnist.train(folder), new FirstPictures(FashionMnist.test(folder), heldOut));
    }
}
