package dev.codevar.vqvae;

import dev.codevar.pyramid.Tokens;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Scoped;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Token ids from tensors to plain numbers and back. */
public final class TokenTensors {

    private TokenTensors() {}

    /**
     * @param ids_Bl the ids of every scale (B, l_k), int64
     * @param row which picture
     * @param config says how many scales and codes there are
     */
    public static Tokens read(List<Tensor> ids_Bl, int row, VqVaeConfig config) {
        long[] ids = new long[config.pyramid().length()];
        Scoped.value(() -> torch.cat(new TensorVector(ids_Bl.toArray(Tensor[]::new)), 1)
                .select(0, row)
                .contiguous()
                .cpu()
                .data_ptr_long()
                .get(ids));
        return new Tokens(config.pyramid(), config.codes(), ids);
    }

    /** {@return the ids of each of the scales that there are (1, l_k), int64, where {@code compute} wants them} */
    public static List<Tensor> write(Tokens tokens, Compute compute) {
        return IntStream.range(0, tokens.pyramid().scales())
                .mapToObj(k -> compute.place(
                        Tensor.create(tokens.scale(k), 1, tokens.pyramid().tokens(k)), ScalarType.Long))
                .toList();
    }
}
