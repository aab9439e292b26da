package dev.codevar.files.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlocksTest {
    @Test
    void blocksOfAllShardsAreTheRunOnce() {
        for (int shards : new int[] {1, 2, 3, 7, 40}) {
            int[] drawn = new int[101];
            for (int shard = 1; shard <= shards; shard++) {
                Blocks blocks = new Blocks(101, 4, shard, shards);
                int records = 0;
                for (int own = 0; own < blocks.count(); own++) {
                    assertThat(blocks.block(own) % shards).isEqualTo(shard - 1);
                    assertThat(blocks.recordsIn(own)).isEqualTo(records);
                    for (int i = 0; i < blocks.length(own); i++) {
                        drawn[blocks.first(own) + i]++;
                        records++;
                    }
                }
                assertThat(blocks.recordsIn(blocks.count())).isEqualTo(records);
            }
            assertThat(drawn).containsOnly(1);
        }
    }
}
