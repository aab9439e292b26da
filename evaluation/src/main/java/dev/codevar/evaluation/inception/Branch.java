package dev.codevar.evaluation.inception;

import java.util.List;

/**
 * One way through a block: a pooling, units one after another, then perhaps units side by side whose outputs are joined.
 *
 * @param pool what happens first
 * @param chain units one after another; may be empty
 * @param fork units that all take the chain's output; usually none
 */
record Branch(Pool pool, List<Unit> chain, List<Unit> fork) {

    /** Units one after another. */
    static Branch of(Unit... chain) {
        return after(Pool.NONE, chain);
    }

    /** Units one after another, behind a pooling. */
    static Branch after(Pool pool, Unit... chain) {
        return new Branch(pool, List.of(chain), List.of());
    }

    /** {@return this, with two units side by side at its end} */
    Branch forked(Unit one, Unit other) {
        return new Branch(pool, chain, List.of(one, other));
    }

    /** {@return output channels} */
    int out(int in) {
        if (!fork.isEmpty()) {
            return fork.stream().mapToInt(Unit::out).sum();
        }
        return chain.isEmpty() ? in : chain.get(chain.size() - 1).out();
    }
}
