package dev.codevar.lab.classifier;

import dev.codevar.lab.train.Draws;
import dev.codevar.tensor.Scoped;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * What is done to a step's pictures so that none is seen twice alike: each may be mirrored, and all are moved a little together.
 *
 * @param draws where the step's chances come from
 */
record Augmentation(Draws draws) {
    /** As wide as the black edge around the pictures, which goes round to the other side. */
    private static final int FARTHEST = 2;

    Augmentation(long seed, int step) {
        this(Draws.of(seed, "augmentation " + step));
    }

    /** {@return the pictures (B, 3, h, w), changed} */
    Tensor apply(Tensor pictures_B3hw) {
        int count = (int) pictures_B3hw.size(0);
        int[] mirrored = new int[count];
        for (int i = 0; i < count; i++) {
            mirrored[i] = draws.uniform(2 + i) < 0.5 ? 1 : 0;
        }
        return Scoped.result(() -> {
            Tensor mirrored_B111 = Tensor.create(mirrored, count, 1, 1, 1).ne(new Scalar(0));
            return pictures_B3hw
                    .flip(3)
                    .where(mirrored_B111, pictures_B3hw)
                    .roll(new long[] {shift(0), shift(1)}, 2, 3);
        });
    }

    private int shift(int place) {
        return (int) (draws.uniform(place) * (2 * FARTHEST + 1)) - FARTHEST;
    }
}
