package dev.codevar.evaluation.nearest;

import dev.codevar.evaluation.pictures.PictureBytes;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.evaluation.score.matrix.RowBlock;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.files.data.PictureData;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pictures as rows of numbers that tell how near they are: their colours from 0 to 255, averaged down to 32 by 32 pixels where a picture has
 * more.
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
        Tensor rows_nd = Scoped.result(() -> {
            Tensor all_nd = empty(pictures.count(), pictures.width(), pictures.height());
            for (RowBlock block : RowBlock.of(pictures.count(), TOGETHER)) {
                put(all_nd, block.first(), () -> of(pictures.read(block.first(), block.rows())));
            }
            return all_nd;
        });
        return new ColourRows(
                rows_nd, IntStream.range(0, pictures.count()).boxed().toList());
    }

    /** {@return the rows of all test pictures that can be read} */
    static ColourRows ofTest(PictureData pictures) {
        List<Integer> positions = new ArrayList<>();
        Tensor rows_nd = Scoped.result(() -> {
            Tensor all_nd = empty(pictures.count(), pictures.side(), pictures.side());
            for (RowBlock block : RowBlock.of(pictures.count(), TOGETHER)) {
                put(all_nd, positions.size(), () -> {
                    ReadablePictures read = ReadablePictures.of(pictures, block);
                    Arrays.stream(read.positions()).forEach(position -> positions.add((int) position));
                    return of(read.u8_b3hw()).narrow(0, 0, read.positions().length);
                });
            }
            return all_nd.narrow(0, 0, positions.size());
        });
        if (positions.isEmpty()) {
            throw new BrokenFileException("none of the " + pictures.count() + " test pictures can be read");
        }
        return new ColourRows(rows_nd, positions);
    }

    private static Tensor empty(int count, int width, int height) {
        int pixels = height <= SIDE ? width * height : SIDE * SIDE;
        return torch.empty(
                new long[] {count, (long) PictureBytes.COLOURS * pixels}, new TensorOptions(ScalarType.Float), null);
    }

    /** Puts a part where it stays: parts that are joined at the end lie there twice for a while. */
    private static void put(Tensor all_nd, int first, Supplier<Tensor> part_bd) {
        Scoped.value(() -> {
            Tensor rows_bd = part_bd.get();
            return all_nd.narrow(0, first, rows_bd.size(0)).copy_(rows_bd).size(0);
        });
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
