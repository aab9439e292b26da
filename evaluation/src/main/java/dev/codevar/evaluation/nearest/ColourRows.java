package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.data.Crops;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as rows of numbers that tell how near they are: their colours from 0 to 255, averaged over equal areas where a picture has more
 * than 32 by 32 pixels.
 *
 * @param rows_nd float32 (n, 3·side·side)
 * @param positions which pictures of their set they are, ascending: all that can be read
 */
record ColourRows(Tensor rows_nd, List<Integer> positions) {
    /** The side from which on pictures are averaged, in pixels. */
    static final int SIDE = 32;

    private static final int TOGETHER = 256;

    /** {@return the rows of a whole set} */
    static ColourRows of(PictureSet pictures) {
        Tensor[] parts = RowBlock.of(pictures.count(), TOGETHER).stream()
                .map(block -> Scoped.result(() -> of(pictures.read(block.first(), block.rows()))))
                .toArray(Tensor[]::new);
        return new ColourRows(
                torch.cat(new TensorVector(parts)),
                IntStream.range(0, pictures.count()).boxed().toList());
    }

    /** {@return the rows of all pictures that can be read} */
    static ColourRows of(PictureData pictures) {
        List<Integer> positions = new ArrayList<>();
        TensorVector parts = new TensorVector();
        for (RowBlock block : RowBlock.of(pictures.count(), TOGETHER)) {
            int[] asked = asked(block);
            Tensor rows_Bd = Scoped.result(() -> of(pictures.batch(Crops.CENTRE, asked)));
            // In the place of a picture that cannot be read another one is shown, which has a place of its own.
            long[] sound = IntStream.range(0, asked.length)
                    .filter(i -> pictures.shown(asked[i]) == asked[i])
                    .asLongStream()
                    .toArray();
            if (sound.length > 0) {
                parts.push_back(rows_Bd.index_select(0, Tensor.create(sound)));
                for (long i : sound) {
                    positions.add(asked[(int) i]);
                }
            }
        }
        if (positions.isEmpty()) {
            throw new BrokenFileException("none of the " + pictures.count() + " pictures can be read");
        }
        return new ColourRows(torch.cat(parts), positions);
    }

    /** {@return the positions of a block} */
    static int[] asked(RowBlock block) {
        return IntStream.range(block.first(), block.first() + block.rows()).toArray();
    }

    /** {@return the rows (B, 3·side·side) of pictures (B, 3, h, w) of 8 bits} */
    static Tensor of(Tensor u8_B3hw) {
        return small(u8_B3hw).flatten(1, -1);
    }

    /** {@return the rows of the pictures' mirror images} */
    static Tensor mirrored(Tensor u8_B3hw) {
        return small(u8_B3hw).flip(3).flatten(1, -1);
    }

    private static Tensor small(Tensor u8_B3hw) {
        Tensor colours_B3hw = u8_B3hw.to(ScalarType.Float);
        return u8_B3hw.size(2) <= SIDE ? colours_B3hw : torch.adaptive_avg_pool2d(colours_B3hw, SIDE, SIDE);
    }
}
