package dev.codevar.evaluation.inception;

import static dev.codevar.evaluation.inception.Unit.halving;
import static dev.codevar.evaluation.inception.Unit.same;
import static dev.codevar.evaluation.inception.Unit.shrinking;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network as data.
 *
 * @param stem runs first, one branch after another
 * @param blocks run next, one after another
 * @param spatialBlock the block whose first branch gives the spatial features
 * @param classes of the last layer
 */
record Architecture(List<Branch> stem, List<InceptionBlock> blocks, String spatialBlock, int classes) {

    /** The network of December 2015. It differs from later ones in the pooling of its last block and in its 1008 classes. */
    static final Architecture PUBLISHED = new Architecture(
            List.of(
                    Branch.of(
                            halving("Conv2d_1a_3x3", 32), shrinking("Conv2d_2a_3x3", 32), same("Conv2d_2b_3x3", 64, 3)),
                    Branch.after(Pool.HALVING, same("Conv2d_3b_1x1", 80, 1), shrinking("Conv2d_4a_3x3", 192)),
                    Branch.after(Pool.HALVING)),
            List.of(
                    fine("Mixed_5b", 32),
                    fine("Mixed_5c", 64),
                    fine("Mixed_5d", 64),
                    fineToMiddle("Mixed_6a"),
                    middle("Mixed_6b", 128),
                    middle("Mixed_6c", 160),
                    middle("Mixed_6d", 160),
                    middle("Mixed_6e", 192),
                    middleToCoarse("Mixed_7a"),
                    coarse("Mixed_7b", Pool.AVERAGE),
                    coarse("Mixed_7c", Pool.MAX)),
            "Mixed_6d",
            1008);

    private static InceptionBlock fine(String name, int pooled) {
        return new InceptionBlock(
                name,
                List.of(
                        Branch.of(same("branch1x1", 64, 1)),
                        Branch.of(same("branch5x5_1", 48, 1), same("branch5x5_2", 64, 5)),
                        Branch.of(
                                same("branch3x3dbl_1", 64, 1),
                                same("branch3x3dbl_2", 96, 3),
                                same("branch3x3dbl_3", 96, 3)),
                        Branch.after(Pool.AVERAGE, same("branch_pool", pooled, 1))));
    }

    private static InceptionBlock fineToMiddle(String name) {
        return new InceptionBlock(
                name,
                List.of(
                        Branch.of(halving("branch3x3", 384)),
                        Branch.of(
                                same("branch3x3dbl_1", 64, 1),
                                same("branch3x3dbl_2", 96, 3),
                                halving("branch3x3dbl_3", 96)),
                        Branch.after(Pool.HALVING)));
    }

    private static InceptionBlock middle(String name, int narrow) {
        return new InceptionBlock(
                name,
                List.of(
                        Branch.of(same("branch1x1", 192, 1)),
                        Branch.of(
                                same("branch7x7_1", narrow, 1),
                                same("branch7x7_2", narrow, 1, 7),
                                same("branch7x7_3", 192, 7, 1)),
                        Branch.of(
                                same("branch7x7dbl_1", narrow, 1),
                                same("branch7x7dbl_2", narrow, 7, 1),
                                same("branch7x7dbl_3", narrow, 1, 7),
                                same("branch7x7dbl_4", narrow, 7, 1),
                                same("branch7x7dbl_5", 192, 1, 7)),
                        Branch.after(Pool.AVERAGE, same("branch_pool", 192, 1))));
    }

    private static InceptionBlock middleToCoarse(String name) {
        return new InceptionBlock(
                name,
                List.of(
                        Branch.of(same("branch3x3_1", 192, 1), halving("branch3x3_2", 320)),
                        Branch.of(
                                same("branch7x7x3_1", 192, 1),
                                same("branch7x7x3_2", 192, 1, 7),
                                same("branch7x7x3_3", 192, 7, 1),
                                halving("branch7x7x3_4", 192)),
                        Branch.after(Pool.HALVING)));
    }

    private static InceptionBlock coarse(String name, Pool pool) {
        return new InceptionBlock(
                name,
                List.of(
                        Branch.of(same("branch1x1", 320, 1)),
                        Branch.of(same("branch3x3_1", 384, 1))
                                .forked(same("branch3x3_2a", 384, 1, 3), same("branch3x3_2b", 384, 3, 1)),
                        Branch.of(same("branch3x3dbl_1", 448, 1), same("branch3x3dbl_2", 384, 3))
                                .forked(same("branch3x3dbl_3a", 384, 1, 3), same("branch3x3dbl_3b", 384, 3, 1)),
                        Branch.after(pool, same("branch_pool", 192, 1))));
    }

    /** {@return channels of the last block, which are the features} */
    int features() {
        int channels = Places.COLOURS;
        for (Branch branch : stem) {
            channels = branch.out(channels);
        }
        for (InceptionBlock block : blocks) {
            channels = block.out(channels);
        }
        return channels;
    }

    /** {@return every unit at its place, in the order of the network} */
    List<PlacedUnit> units() {
        return Places.of(this);
    }

    /** {@return every tensor's name and sizes, outermost first, in the order of the network} */
    Map<String, List<Long>> tensors() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (PlacedUnit placed : units()) {
            Unit unit = placed.unit();
            List<Long> channels = List.of((long) unit.out());
            shapes.put(
                    placed.name() + ".conv.weight",
                    List.of((long) unit.out(), (long) placed.in(), (long) unit.high(), (long) unit.wide()));
            for (String ofBatchNorm : List.of("weight", "bias", "running_mean", "running_var")) {
                shapes.put(placed.name() + ".bn." + ofBatchNorm, channels);
            }
        }
        shapes.put("fc.weight", List.of((long) classes, (long) features()));
        shapes.put("fc.bias", List.of((long) classes));
        return shapes;
    }
}
