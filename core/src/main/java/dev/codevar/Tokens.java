package dev.codevar;

import dev.codevar.decode.Canvas;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The token ids of a canvas as plain numbers. */
final class Tokens {

    private Tokens() {}

    /** {@return per scale the ids of picture {@code row}} */
    static List<List<Integer>> ofPicture(Canvas canvas, int row) {
        List<List<Integer>> scales = new ArrayList<>();
        for (int k = 0; k < canvas.scalesDrawn(); k++) {
            int scale = k;
            long[] ids = new long[(int) canvas.ids(k).size(1)];
            Scoped.value(() -> canvas.ids(scale)
                    .select(0, row)
                    .contiguous()
                    .cpu()
                    .data_ptr_long()
                    .get(ids));
            scales.add(Arrays.stream(ids).mapToInt(Math::toIntExact).boxed().toList());
        }
        return List.copyOf(scales);
    }
}
