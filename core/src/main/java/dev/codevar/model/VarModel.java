package dev.codevar.model;

import dev.codevar.checkpoint.TensorSource;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.nn.Linear;
import dev.codevar.nn.Silu;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Crew;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A VAR transformer (VAR, section 3.2). Immutable: what a request adds is in its {@link Conditioning} and {@link KvCache}, so
 * that any number of requests share one model. The sum that runs through the blocks is float32 in every precision.
 */
public final class VarModel implements AutoCloseable {
    /** Enough for products to run at full speed, few enough for what lies between them to stay in the caches. */
    private static final int TOKENS_TOGETHER_A_THREAD = 256;

    /** Products of models up to here take less time than it takes to wake threads for them. */
    private static final int SMALL_WIDTH = 512;

    private final VarConfig config;
    private final Compute compute;
    private final Owner owner = new Owner();
    private final Linear wordEmbedding;
    private final Tensor classEmbedding_NC;
    private final Tensor start_1fC;
    private final Tensor position_1LC;
    private final @Nullable AdaptiveParameters shared;
    private final List<Block> blocks = new ArrayList<>();
    private final AdaptiveParameters headParameters;
    private final Linear head;

    /**
     * @param source holds every tensor of {@code config} and nothing else
     * @param config the shape of the transformer
     * @param compute where and how finely it computes
     */
    public VarModel(TensorSource source, VarConfig config, Compute compute) {
        this.config = config;
        this.compute = compute;
        try (PointerScope loading = new PointerScope()) {
            Weights weights = new Weights(source, compute.type());
            int C = config.width();
            Compute beside = compute.beside();
            wordEmbedding = Linear.of(weights.under("word_embed."), config.channels(), C, beside, owner);
            classEmbedding_NC = keep(weights, "class_emb.weight", config.classes() + 1, C);
            start_1fC = keep(weights, "pos_start", 1, config.pyramid().tokens(0), C);
            position_1LC = owner.own(compute.place(TokenPositions.of(weights, config), ScalarType.Float));
            shared = config.sharedAdaLn()
                    ? new AdaptiveParameters(weights.under("shared_ada_lin.1."), 6, C, compute, owner)
                    : null;
            for (int i = 0; i < config.depth(); i++) {
                try (PointerScope loadingBlock = new PointerScope()) {
                    blocks.add(new Block(weights.under("blocks." + i + "."), config, i, compute, owner));
                }
            }
            headParameters = new AdaptiveParameters(weights.under("head_nm.ada_lin.1."), 2, C, beside, owner);
            head = Linear.toFloat32(weights.under("head."), C, config.codes(), beside, owner);
            weights.finish();
        } catch (RuntimeException | Error failed) {
            owner.close();
            throw failed;
        }
    }

    private Tensor keep(Weights weights, String name, long... shape) {
        return owner.own(compute.place(weights.take(name, ScalarType.Float, shape), ScalarType.Float));
    }

    /** {@return the shape of the transformer} */
    public VarConfig config() {
        return config;
    }

    /** {@return where and how finely it computes} */
    public Compute compute() {
        return compute;
    }

    /**
     * Prepares the classes of rows that will be computed together.
     *
     * @param pictureRows the rows; a picture's class is from 0 to N−1, or N for "no class"
     * @return what the model needs to know of them; the caller closes it
     */
    public Conditioning condition(PictureRows pictureRows) {
        int[] classes = pictureRows.classes(config.noClass());
        for (int label : classes) {
            if (label < 0 || label > config.classes()) {
                throw new InvalidInputException("class " + label + " is not between 0 and " + (config.classes() - 1));
            }
        }
        RowClasses rows = RowClasses.of(classes);
        Owner kept = new Owner();
        try (PointerScope temporaries = new PointerScope()) {
            long[] distinct = rows.distinct().stream().mapToLong(label -> label).toArray();
            Tensor distinct_D = compute.place(Tensor.create(distinct, distinct.length), ScalarType.Long);
            Tensor class_DC = classEmbedding_NC.index_select(0, distinct_D);
            Tensor silu_DC = Silu.of(class_DC);
            Tensor adaptive = shared == null ? silu_DC : shared.apply(silu_DC);
            List<Conditioning.OfBlock> ofBlocks = new ArrayList<>();
            for (Block block : blocks) {
                ofBlocks.add(block.condition(adaptive, compute, kept));
            }
            Tensor head_D2C = headParameters.apply(silu_DC);
            AdaptiveNorm headNorm = new AdaptiveNorm(head_D2C.select(1, 0), head_D2C.select(1, 1), compute, kept);
            Tensor start_D1C = kept.own(class_DC.unsqueeze(1));
            return new Conditioning(pictureRows, rows, compute, start_D1C, ofBlocks, headNorm, kept);
        } catch (RuntimeException | Error failed) {
            kept.close();
            throw failed;
        }
    }

    /**
     * The tokens of some scales as the blocks take them. The rows of one picture take the same input, so inputs come once a picture.
     *
     * @param range the scales
     * @param inputs_BlE gives the input (B, l_k, E), float32, of any scale k from 1
     * @param condition the rows and their classes
     * @return (R, l, C), float32
     */
    public Tensor embed(ScaleRange range, IntFunction<Tensor> inputs_BlE, Conditioning condition) {
        return Scoped.result(() -> {
            TensorVector parts = new TensorVector();
            for (int k = range.from(); k < range.to(); k++) {
                if (k == 0) {
                    parts.push_back(condition.start_R1C().add(start_1fC));
                } else {
                    Tensor words_BlC = wordEmbedding
                            .apply(compute.place(inputs_BlE.apply(k)))
                            .to(ScalarType.Float);
                    parts.push_back(condition.ofPictures(words_BlC));
                }
            }
            Pyramid pyramid = config.pyramid();
            return torch.cat(parts, 1).add_(position_1LC.narrow(1, pyramid.begin(range.from()), pyramid.tokens(range)));
        });
    }

    /**
     * Runs the blocks over the tokens of some scales: on a processor a few rows at a time, so that what lies between two
     * products stays in the caches, and the memory for it is the same every time. Rows of a small model are shared out among threads, which
     * wait for each other in the end. A row's result does not depend on the others.
     *
     * @param x_RlC what {@link #embed} made, changed in place
     * @param range the scales; all coarser ones are in the cache
     * @param watch told of what large layers make
     * @return {@code x_RlC}
     */
    public Tensor forward(Tensor x_RlC, ScaleRange range, Conditioning condition, KvCache cache, LayerWatch watch) {
        int rows = (int) x_RlC.size(0);
        int tokens = (int) x_RlC.size(1);
        int threads = crew(config, compute);
        int crew = rows >= threads && cache.forManyThreads() && watch == LayerWatch.NOBODY ? threads : 1;
        int each = (rows + crew - 1) / crew;
        int together = rowsTogether(each, tokens, crew);
        Step step = new Step(range, condition, cache, watch);
        Crew.infer((rows + each - 1) / each, crew, share -> {
            int firstRow = share * each;
            int end = Math.min(rows, firstRow + each);
            for (Block block : blocks) {
                for (int first = firstRow; first < end; first += together) {
                    apply(block, x_RlC, first, Math.min(together, end - first), step);
                }
            }
        });
        return x_RlC;
    }

    /** What blocks are given beside tokens. */
    private record Step(ScaleRange range, Conditioning condition, KvCache cache, LayerWatch watch) {}

    private static void apply(Block block, Tensor x_RlC, int first, int count, Step step) {
        Scoped.value(() -> {
            block.apply(
                    x_RlC.narrow(0, first, count),
                    first,
                    step.condition().ofRows(block.index(), first, count),
                    step.range(),
                    step.cache(),
                    step.watch());
            return count;
        });
    }

    /** {@return how many threads take rows of their own through all blocks of a small model; 1 where they share every product} */
    public static int crew(VarConfig config, Compute compute) {
        return !compute.device().cuda() && config.width() <= SMALL_WIDTH ? Libtorch.threads() : 1;
    }

    /**
     * One large layer by itself, for measurements.
     *
     * @param block which block, from 0
     * @param x_rI rows (..., in), as a {@link LayerWatch} is shown them, in this model's precision
     * @return what the layer makes of them
     */
    public Tensor multiply(int block, LargeLayer layer, Tensor x_rI) {
        return blocks.get(block).multiply(layer, x_rI);
    }

    private int rowsTogether(int rows, int tokens, int crew) {
        int together = crew == 1 ? tokensTogether() : TOKENS_TOGETHER_A_THREAD;
        return compute.device().cuda() ? rows : Math.max(1, Math.min(rows, together / tokens));
    }

    /** {@return the most tokens that go through a block at once on a processor, unless one row has more} */
    public static int tokensTogether() {
        return TOKENS_TOGETHER_A_THREAD * Math.max(2, Libtorch.threads());
    }

    /**
     * Predicts codes from what the blocks made.
     *
     * @param x_rlC tokens of r rows after the last block
     * @param firstRow which row of the batch is the first of them
     * @return logits (r, l, V), float32
     */
    public Tensor logits(Tensor x_rlC, int firstRow, Conditioning condition) {
        return Scoped.result(() -> head.apply(condition.headNorm(x_rlC, firstRow)));
    }

    /** Frees the weights. */
    @Override
    public void close() {
        owner.close();
    }
}
