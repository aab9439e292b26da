package dev.codevar.models;

import dev.codevar.checkpoint.CheckpointEntry;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.model.VarConfig;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.VqVaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tells from a checkpoint's tensors what it is a checkpoint of. */
public final class Recognition {
    private static final String CODEBOOK = "quantize.embedding.weight";
    private static final String FIRST_BLOCK = "blocks.0.attn.q_bias";

    /** The VQ-VAE in a training's checkpoint. */
    public static final CheckpointEntry VAE = CheckpointEntry.having(CODEBOOK);
    /** The transformer in a training's checkpoint. */
    public static final CheckpointEntry TRANSFORMER = CheckpointEntry.having(FIRST_BLOCK);
    /** The model in a training's checkpoint, of either kind. */
    public static final CheckpointEntry ANY_MODEL = CheckpointEntry.having(CODEBOOK, FIRST_BLOCK);

    /** The level of every position: no weight, but the only thing in a checkpoint that tells the scales. */
    private static final String LEVELS = "lvl_1L";
    /** Buffers that tell nothing. */
    private static final Set<String> BUFFERS = Set.of("attn_bias_for_masking", "zero_k_bias", "ema_vocab_hit_SV");
    /** Far more than any pyramid of ours has; a hostile file may claim anything. */
    private static final long MOST_POSITIONS = 1 << 22;

    private Recognition() {}

    /** {@return whether this is a VQ-VAE rather than a transformer} */
    public static boolean isVae(TensorSource source) {
        return source.tensors().containsKey(CODEBOOK);
    }

    /** {@return whether a tensor was trained, rather than being a buffer that follows from the configuration} */
    public static boolean isWeight(String name) {
        return isNeeded(name) && !name.equals(LEVELS);
    }

    /** {@return whether a tensor is a weight, or tells what the weights' shapes leave open} */
    static boolean isNeeded(String name) {
        return !BUFFERS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    /**
     * Recognises a transformer.
     *
     * @param source its tensors, with the level of every position ({@code lvl_1L}), as published files have
     * @return its shape
     * @throws CodeVarException in one line, if it is no transformer
     */
    public static VarConfig transformer(TensorSource source) {
        int depth = depth(source);
        int width = size(source, "class_emb.weight", 1, 2);
        if (width % VarConfig.HEAD_CHANNELS != 0) {
            throw new BrokenFileException(source.describe() + ": width " + width + " is no multiple of "
                    + VarConfig.HEAD_CHANNELS + ", the channels of a head");
        }
        return legal(
                source,
                () -> new VarConfig(
                        depth,
                        width / VarConfig.HEAD_CHANNELS,
                        size(source, "class_emb.weight", 0, 2) - 1,
                        size(source, "head.weight", 0, 2),
                        size(source, "word_embed.weight", 1, 2),
                        source.tensors().containsKey("shared_ada_lin.1.weight"),
                        pyramid(source)));
    }

    /** {@return the number of blocks of a transformer's checkpoint, at least 1} */
    public static int depth(TensorSource source) {
        int depth = count(source, "blocks.%d.attn.q_bias");
        if (depth == 0) {
            throw new BrokenFileException(
                    source.describe() + " is no VAR transformer: tensor " + FIRST_BLOCK + " is missing");
        }
        return depth;
    }

    /**
     * Recognises a VQ-VAE.
     *
     * @param source its tensors
     * @param pyramid the scales, which the VQ-VAE itself does not tell
     * @return its shape
     * @throws CodeVarException in one line, if it is no VQ-VAE
     */
    public static VqVaeConfig vae(TensorSource source, Pyramid pyramid) {
        int levels = count(source, "encoder.down.%d.block.0.conv1.weight");
        if (levels == 0) {
            throw new BrokenFileException(
                    source.describe() + " is no VQ-VAE: tensor encoder.down.0.block.0.conv1.weight is missing");
        }
        int width = size(source, "encoder.conv_in.weight", 0, 4);
        List<Integer> multipliers = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            int out = size(source, "encoder.down." + level + ".block.0.conv1.weight", 0, 4);
            if (width == 0 || out % width != 0) {
                throw new BrokenFileException(source.describe() + ": width " + out + " of level " + level
                        + " is no multiple of the first level's " + width);
            }
            multipliers.add(out / width);
        }
        int lowest = levels - 1;
        return legal(
                source,
                () -> new VqVaeConfig(
                        size(source, CODEBOOK, 0, 2),
                        size(source, CODEBOOK, 1, 2),
                        width,
                        multipliers,
                        count(source, "encoder.down.0.block.%d.conv1.weight"),
                        source.tensors().containsKey("encoder.down." + lowest + ".attn.0.norm.weight"),
                        source.tensors().containsKey("encoder.mid.attn_1.norm.weight"),
                        count(source, "quantize.quant_resi.qresi_ls.%d.weight"),
                        pyramid));
    }

    /** Counts the positions of every level: each level is a square. */
    private static Pyramid pyramid(TensorSource source) {
        int[] levels = levels(source);
        List<Integer> sides = new ArrayList<>();
        int start = 0;
        while (start < levels.length) {
            int end = start;
            while (end < levels.length && levels[end] == levels[start]) {
                end++;
            }
            int side = (int) Math.round(Math.sqrt(end - start));
            if (levels[start] != sides.size() || side * side != end - start) {
                throw new BrokenFileException(source.describe() + ": " + LEVELS + " gives level " + levels[start] + " "
                        + (end - start) + " positions from " + start + "; levels must be squares, in order from 0");
            }
            sides.add(side);
            start = end;
        }
        return new Pyramid(sides);
    }

    private static int[] levels(TensorSource source) {
        int length = size(source, LEVELS, 1, 2);
        int rows = size(source, LEVELS, 0, 2);
        if (rows != 1 || length < 1 || length > MOST_POSITIONS) {
            throw new BrokenFileException(source.describe() + ": tensor " + LEVELS + " has " + rows + " rows of "
                    + length + ", expected 1 of 1 to " + MOST_POSITIONS);
        }
        int[] levels = new int[length];
        return Scoped.value(() -> {
            Tensor level_1L = source.load(LEVELS, ScalarType.Int);
            level_1L.data_ptr_int().get(levels);
            return levels;
        });
    }

    /** What would be the user's fault in a request is the file's here. */
    private static <T> T legal(TensorSource source, Supplier<T> config) {
        try {
            return config.get();
        } catch (InvalidInputException e) {
            throw new BrokenFileException(source.describe() + ": " + e.getMessage(), e);
        }
    }

    private static int count(TensorSource source, String name) {
        int count = 0;
        while (source.tensors().containsKey(String.format(Locale.ROOT, name, count))) {
            count++;
        }
        return count;
    }

    private static int size(TensorSource source, String name, int dimension, int dimensions) {
        TensorInfo info = source.tensors().get(name);
        if (info == null) {
            throw new BrokenFileException(source.describe() + ": tensor " + name + " is missing");
        }
        if (info.shape().size() != dimensions || info.shape().get(dimension) > Integer.MAX_VALUE) {
            throw new BrokenFileException(source.describe() + ": tensor " + name + " is " + info.describe()
                    + ", expected " + dimensions + " dimensions of less than 2^31");
        }
        return info.shape().get(dimension).intValue();
    }
}
