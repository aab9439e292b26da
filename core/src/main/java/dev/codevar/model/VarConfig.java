package dev.codevar.model;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.pyramid.Pyramid;

/**
 * The shape of a VAR transformer. The published ones have as many heads as blocks, so that there depth decides the rest.
 *
 * @param depth the number of blocks, 1 to 64
 * @param heads H, the number of heads, 1 to 64; the width C is 64 times as much
 * @param classes how many classes there are, beside "no class"; 1 to 1,000,000
 * @param codes V, the number of codes predicted
 * @param channels E, the channels of a code
 * @param sharedAdaLn whether one adaptive-norm layer serves all blocks (the published depth 36)
 * @param pyramid the scales
 */
public record VarConfig(
        int depth, int heads, int classes, int codes, int channels, boolean sharedAdaLn, Pyramid pyramid) {

    /** The channels of a head. */
    public static final int HEAD_CHANNELS = 64;

    public VarConfig {
        require("depth", depth, 1, 64);
        require("number of heads", heads, 1, 64);
        require("number of classes", classes, 1, 1_000_000);
        require("number of codes", codes, 2, 1_000_000);
        require("number of channels", channels, 1, 1024);
    }

    /** As published: with as many heads as blocks. */
    public VarConfig(int depth, int classes, int codes, int channels, boolean sharedAdaLn, Pyramid pyramid) {
        this(depth, depth, classes, codes, channels, sharedAdaLn, pyramid);
    }

    /**
     * @param depth 16, 20, 24 or 30 at 256 pixels; 36 at 512 pixels with shared adaptive norms
     * @return the published ImageNet model of this depth
     */
    public static VarConfig ofDepth(int depth) {
        return switch (depth) {
            case 16, 20, 24, 30 -> new VarConfig(depth, 1000, 4096, 32, false, Pyramid.IMAGENET_256);
            case 36 -> new VarConfig(depth, 1000, 4096, 32, true, Pyramid.IMAGENET_512);
            default ->
                throw new InvalidInputException(
                        "no VAR of depth " + depth + " was published: use 16, 20, 24, 30 or 36");
        };
    }

    /** {@return C, the width} */
    public int width() {
        return HEAD_CHANNELS * heads;
    }

    /** {@return the row of the class embedding that means "no class"} */
    public int noClass() {
        return classes;
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(
                    "transformer " + what + " " + value + " is not between " + least + " and " + most);
        }
    }
}
