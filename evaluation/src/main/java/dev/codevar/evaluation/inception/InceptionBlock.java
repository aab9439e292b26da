package dev.codevar.evaluation.inception;

import java.util.List;

/**
 * Branches that all take the same input and whose outputs are joined.
 *
 * @param name what the names of its tensors begin with
 * @param branches in the order in which their channels are joined
 */
record InceptionBlock(String name, List<Branch> branches) {

    /** {@return output channels} */
    int out(int in) {
        return branches.stream().mapToInt(branch -> branch.out(in)).sum();
    }
}
