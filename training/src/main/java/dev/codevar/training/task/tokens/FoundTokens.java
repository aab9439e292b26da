package dev.codevar.training.task.tokens;

import dev.codevar.checkpoint.Safetensors;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Records;
import dev.codevar.tensor.Scoped;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Makes the one file that trainings read of tokens that were found block by block.
 *
 * @param records the sequences, all of them
 * @param blocks how they are cut into blocks
 * @param layout how a sequence lies among them
 */
record FoundTokens(Records records, Blocks blocks, TokenRecord layout) {

    /**
     * Writes the file, without what was left out.
     *
     * @param type the tokens'
     * @param about what the file says of itself, beside how many were left out
     */
    void write(Path file, ScalarType type, Map<String, String> about) {
        int leftOut = blocks.records() - read(rows -> {});
        int count = blocks.records() - leftOut;
        try (PointerScope temporaries = new PointerScope()) {
            Tensor ids_nL = torch.empty(new long[] {count, layout.length()}, new TensorOptions(type), null);
            Tensor labels_n = torch.empty(new long[] {count}, new TensorOptions(ScalarType.Int), null);
            int[] at = {0};
            read(rows -> {
                copy(rows.stream().mapToInt(layout::label).toArray(), labels_n.narrow(0, at[0], rows.size()));
                copy(rows.stream().flatMapToInt(layout::ids).toArray(), ids_nL.narrow(0, at[0], rows.size()));
                at[0] += rows.size();
            });
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put(TokenData.IDS, ids_nL);
            tensors.put(TokenData.LABELS, labels_n);
            Map<String, String> metadata = new LinkedHashMap<>(about);
            if (leftOut > 0) {
                metadata.put(TokenData.LEFT_OUT, String.valueOf(leftOut));
            }
            Safetensors.write(file, tensors, metadata);
        }
    }

    /**
     * Reads block by block what is not left out.
     *
     * @return how many sequences that are
     */
    private int read(Consumer<List<byte[]>> each) {
        int count = 0;
        for (int own = 0; own < blocks.count(); own++) {
            List<byte[]> rows = new ArrayList<>();
            records.read(own, row -> {
                if (layout.label(row) != TokenRecord.LEFT_OUT) {
                    rows.add(row.clone());
                }
            });
            count += rows.size();
            Scoped.value(() -> {
                each.accept(rows);
                return 0;
            });
        }
        return count;
    }

    private static void copy(int[] values, Tensor into) {
        into.copy_(Tensor.create(values, values.length).view(into.sizes()));
    }
}
