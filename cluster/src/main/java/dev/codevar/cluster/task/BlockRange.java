package dev.codevar.cluster.task;

import dev.codevar.files.journal.Blocks;
import dev.codevar.report.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.IntStream;

/**
 * What a task makes: consecutive blocks.
 *
 * @param first the first
 * @param count how many
 */
public record BlockRange(int first, int count) {

    /** {@return these blocks in ranges of at most {@code most}} */
    public static List<BlockRange> of(SortedSet<Integer> blocks, int most) {
        List<BlockRange> ranges = new ArrayList<>();
        for (int block : blocks) {
            BlockRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
            if (last != null && last.first + last.count == block && last.count < most) {
                ranges.set(ranges.size() - 1, new BlockRange(last.first, last.count + 1));
            } else {
                ranges.add(new BlockRange(block, 1));
            }
        }
        return ranges;
    }

    /** {@return the block behind the last} */
    public int end() {
        return first + count;
    }

    /** {@return how many records these blocks have together} */
    public int records(Blocks blocks) {
        return IntStream.range(first, end()).map(blocks::length).sum();
    }

    /** {@return it on one line} */
    public String json() {
        return Json.line(this);
    }

    /** {@return the range in such a line} */
    public static BlockRange parse(String json) {
        return Json.parse(json, BlockRange.class, "a task's range");
    }
}
