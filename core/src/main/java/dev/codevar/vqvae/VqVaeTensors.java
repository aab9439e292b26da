package dev.codevar.vqvae;

import dev.codevar.tensor.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and shapes of a VQ-VAE's weights, as published checkpoints have them. */
public final class VqVaeTensors {
    private final VqVaeConfig config;
    private final Map<String, List<Long>> shapes = new LinkedHashMap<>();

    private VqVaeTensors(VqVaeConfig config) {
        this.config = config;
    }

    /** {@return every weight's sizes by its name} */
    public static Map<String, List<Long>> shapes(VqVaeConfig config) {
        VqVaeTensors tensors = new VqVaeTensors(config);
        tensors.encoder();
        tensors.decoder();
        int E = config.channels();
        tensors.conv("quant_conv", E, E, 3);
        tensors.conv("post_quant_conv", E, E, 3);
        tensors.shapes.put("quantize.embedding.weight", List.of((long) config.codes(), (long) E));
        for (int i = 0; i < config.sharedResiduals(); i++) {
            tensors.conv("quantize.quant_resi.qresi_ls." + i, E, E, 3);
        }
        return tensors.shapes;
    }

    /** {@return the bytes of a VQ-VAE's weights once it is read: encoder and quantizer are float32 in every precision} */
    public static long bytes(VqVaeConfig config, Precision precision) {
        return shapes(config).entrySet().stream()
                .mapToLong(tensor -> {
                    long elements = tensor.getValue().stream().reduce(1L, Math::multiplyExact);
                    return elements
                            * (followsPrecision(tensor.getKey()) ? precision.bytes() : Precision.FLOAT32.bytes());
                })
                .sum();
    }

    /** {@return whether a weight's layer computes in the precision asked for, rather than in float32 always} */
    public static boolean followsPrecision(String name) {
        return name.startsWith("decoder.") || name.startsWith("post_quant_conv.");
    }

    private void encoder() {
        conv("encoder.conv_in", 3, config.width(), 3);
        int in = config.width();
        int lowest = config.multipliers().size() - 1;
        for (int level = 0; level <= lowest; level++) {
            String down = "encoder.down." + level + ".";
            in = blocks(down, config.residualBlocks(), in, level);
            if (level != lowest) {
                conv(down + "downsample.conv", in, in, 3);
            }
        }
        middle("encoder.mid.");
        norm("encoder.norm_out", in);
        conv("encoder.conv_out", in, config.channels(), 3);
    }

    private void decoder() {
        int in = config.lowestWidth();
        conv("decoder.conv_in", config.channels(), in, 3);
        middle("decoder.mid.");
        for (int level = config.multipliers().size() - 1; level >= 0; level--) {
            String up = "decoder.up." + level + ".";
            in = blocks(up, config.residualBlocks() + 1, in, level);
            if (level != 0) {
                conv(up + "upsample.conv", in, in, 3);
            }
        }
        norm("decoder.norm_out", in);
        conv("decoder.conv_out", in, 3, 3);
    }

    private int blocks(String prefix, int count, int in, int level) {
        int out = config.width(level);
        boolean attention = level == config.multipliers().size() - 1 && config.attentionLowest();
        for (int block = 0; block < count; block++) {
            residualBlock(prefix + "block." + block, block == 0 ? in : out, out);
            if (attention) {
                attention(prefix + "attn." + block, out);
            }
        }
        return out;
    }

    private void middle(String prefix) {
        int width = config.lowestWidth();
        residualBlock(prefix + "block_1", width, width);
        if (config.attentionMiddle()) {
            attention(prefix + "attn_1", width);
        }
        residualBlock(prefix + "block_2", width, width);
    }

    private void residualBlock(String name, int in, int out) {
        norm(name + ".norm1", in);
        conv(name + ".conv1", in, out, 3);
        norm(name + ".norm2", out);
        conv(name + ".conv2", out, out, 3);
        if (in != out) {
            conv(name + ".nin_shortcut", in, out, 1);
        }
    }

    private void attention(String name, int width) {
        norm(name + ".norm", width);
        conv(name + ".qkv", width, 3 * width, 1);
        conv(name + ".proj_out", width, width, 1);
    }

    private void norm(String name, int channels) {
        shapes.put(name + ".weight", List.of((long) channels));
        shapes.put(name + ".bias", List.of((long) channels));
    }

    private void conv(String name, int in, int out, int kernel) {
        shapes.put(name + ".weight", List.of((long) out, (long) in, (long) kernel, (long) kernel));
        shapes.put(name + ".bias", List.of((long) out));
    }
}
