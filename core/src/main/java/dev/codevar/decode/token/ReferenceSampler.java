package dev.codevar.decode.token;

import dev.codevar.tensor.Compute;
import java.util.List;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Chance as the published code draws it: PyTorch's CPU generator, one stream for the whole batch and all models, through
 * {@code multinomial}. The same seed gives the published code's pictures.
 */
public final class ReferenceSampler implements TokenSampler {
    private final GeneratorOptional generator;
    private final Compute compute;

    public ReferenceSampler(long seed, Compute compute) {
        Generator cpu = torch.make_generator_cpu();
        cpu.set_current_seed(seed);
        this.generator = new GeneratorOptional(cpu);
        this.compute = compute;
    }

    @Override
    public Tensor choose(List<Row> rows, Tensor probabilities_BlV, int k) {
        long B = probabilities_BlV.size(0);
        long l = probabilities_BlV.size(1);
        Tensor onCpu_rV =
                probabilities_BlV.view(B * l, probabilities_BlV.size(2)).cpu();
        return compute.place(torch.multinomial(onCpu_rV, 1, true, generator).view(B, l), ScalarType.Long);
    }

    @Override
    public Tensor gumbel(List<Row> rows, Tensor like_BlV, int k) {
        Tensor exponential_BlV = torch.empty_like(like_BlV.cpu()).exponential_(1, generator);
        return compute.place(exponential_BlV.log_().neg_(), ScalarType.Float);
    }
}
