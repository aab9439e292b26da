package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What can be read of some pictures. In the place of one that cannot be, data show another one, which has a place of its own.
 *
 * @param u8_b3hw the pictures
 * @param positions which of the data they are, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record ReadablePictures(Tensor u8_b3hw, long[] positions) {

    /** {@return the pictures of a block, cut from the middle} */
    static ReadablePictures of(PictureData pictures, RowBlock block) {
        int[] asked = asked(block);
        Tensor u8_B3hw = pictures.batch(Crops.CENTRE, asked);
        long[] sound = IntStream.range(0, asked.length)
                .filter(i -> pictures.shown(asked[i]) == asked[i])
                .asLongStream()
                .toArray();
        long[] positions = Arrays.stream(sound).map(i -> asked[(int) i]).toArray();
        return new ReadablePictures(
                sound.length == 0 ? u8_B3hw : u8_B3hw.index_select(0, Tensor.create(sound)), positions);
    }

    /** {@return the positions of a block} */
    static int[] asked(RowBlock block) {
        return IntStream.range(block.first(), block.first() + block.rows()).toArray();
    }
}
