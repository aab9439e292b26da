package dev.codevar.evaluation.inception;

import java.util.ArrayList;
import java.util.List;

/**
 * Walks through an architecture and tells each unit its input channels and its two names. TensorFlow's graph numbers what is
 * alike in the order of making: blocks are {@code mixed}, {@code mixed_1}…, in a block the branches of more than one unit are
 * {@code tower}, {@code tower_1}…, in those the units {@code conv}, {@code conv_1}…, and those side by side are in a
 * {@code mixed} of their own.
 */
final class Places {
    /** Channels of a picture. */
    static final int COLOURS = 3;

    private final List<PlacedUnit> units = new ArrayList<>();

    private Places() {}

    static List<PlacedUnit> of(Architecture architecture) {
        Places places = new Places();
        int in = COLOURS;
        for (Branch branch : architecture.stem()) {
            places.addChain(branch, "", "", places.units.size(), in);
            in = branch.out(in);
        }
        for (int i = 0; i < architecture.blocks().size(); i++) {
            InceptionBlock block = architecture.blocks().get(i);
            places.addBlock(block, numbered("mixed", i) + "/", in);
            in = block.out(in);
        }
        return places.units;
    }

    private void addBlock(InceptionBlock block, String scope, int in) {
        int towers = 0;
        for (Branch branch : block.branches()) {
            boolean alone = branch.pool() == Pool.NONE
                    && branch.chain().size() == 1
                    && branch.fork().isEmpty();
            String inside = alone ? scope : scope + numbered("tower", towers++) + "/";
            addChain(branch, block.name() + ".", inside, 0, in);
            int forked = branch.chain().isEmpty()
                    ? in
                    : branch.chain().get(branch.chain().size() - 1).out();
            for (int i = 0; i < branch.fork().size(); i++) {
                add(branch.fork().get(i), block.name() + ".", inside + "mixed/" + numbered("conv", i), forked);
            }
        }
    }

    private void addChain(Branch branch, String prefix, String scope, int first, int in) {
        int channels = in;
        for (int i = 0; i < branch.chain().size(); i++) {
            Unit unit = branch.chain().get(i);
            add(unit, prefix, scope + numbered("conv", first + i), channels);
            channels = unit.out();
        }
    }

    private void add(Unit unit, String prefix, String graphName, int in) {
        units.add(new PlacedUnit(prefix + unit.name(), graphName, in, unit));
    }

    private static String numbered(String name, int index) {
        return index == 0 ? name : name + "_" + index;
    }
}
