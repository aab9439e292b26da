package dev.codevar.lab.sample;

/**
 * A run's positions cut into blocks, and one shard's share of them: shard i of n does blocks i−1, i−1+n, i−1+2n, … Every block is
 * drawn at once, so that the shapes that are computed never depend on who computes.
 *
 * @param pictures how many pictures the whole run has
 * @param size how many a block has; the last may have fewer
 * @param shard which shard, from 1
 * @param shards how many shards there are
 */
record Blocks(int pictures, int size, int shard, int shards) {

    /** {@return how many blocks the whole run has} */
    int all() {
        return (pictures + size - 1) / size;
    }

    /** {@return how many blocks this shard has} */
    int count() {
        return (all() - shard + shards) / shards;
    }

    /** {@return the number in the whole run of this shard's {@code own}-th block, from 0} */
    int block(int own) {
        return shard - 1 + own * shards;
    }

    /** {@return the position of the first picture of this shard's {@code own}-th block} */
    int first(int own) {
        return block(own) * size;
    }

    /** {@return how many pictures this shard's {@code own}-th block has} */
    int length(int own) {
        return Math.min(size, pictures - first(own));
    }

    /** {@return how many pictures this shard's first {@code blocks} blocks have together} */
    int picturesIn(int blocks) {
        return blocks == 0 ? 0 : (blocks - 1) * size + length(blocks - 1);
    }
}
