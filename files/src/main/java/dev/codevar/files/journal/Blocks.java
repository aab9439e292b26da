package dev.codevar.files.journal;

/**
 * A run's positions cut into blocks, and one shard's share of them: shard i of n does blocks i−1, i−1+n, i−1+2n, … Every block is
 * made at once, so that the shapes that are computed never depend on who computes.
 *
 * @param records how many records, say pictures, the whole run has
 * @param size how many a block has; the last may have fewer
 * @param shard which shard, from 1
 * @param shards how many shards there are
 */
public record Blocks(int records, int size, int shard, int shards) {

    /** {@return how many blocks the whole run has} */
    public int all() {
        return (records + size - 1) / size;
    }

    /** {@return how many blocks this shard has} */
    public int count() {
        return (all() - shard + shards) / shards;
    }

    /** {@return the number in the whole run of this shard's {@code own}-th block, from 0} */
    public int block(int own) {
        return shard - 1 + own * shards;
    }

    /** {@return the position of the first record of this shard's {@code own}-th block} */
    public int first(int own) {
        return block(own) * size;
    }

    /** {@return how many records this shard's {@code own}-th block has} */
    public int length(int own) {
        return Math.min(size, records - first(own));
    }

    /** {@return how many records this shard's first {@code blocks} blocks have together} */
    public int recordsIn(int blocks) {
        return blocks == 0 ? 0 : (blocks - 1) * size + length(blocks - 1);
    }
}
