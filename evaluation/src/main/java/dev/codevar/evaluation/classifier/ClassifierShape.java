package dev.codevar.evaluation.classifier;

import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The shape of a classifier: stages of convolutions, each convolution normalised and rectified, and the side halved between stages.
 *
 * @param side of the pictures, in pixels
 * @param stages the output channels of every stage's convolutions
 * @param classes how many classes it tells apart
 */
public record ClassifierShape(int side, List<List<Integer>> stages, int classes) {
    /** What is trained unless a configuration says otherwise, for pictures of 32 pixels: 128 features. */
    public static final List<List<Integer>> STAGES = List.of(List.of(16), List.of(32, 32), List.of(64, 128));

    static final int COLOURS = 3;
    static final int KERNEL = 3;
    /** Of every norm; channels are a multiple of it. */
    static final int GROUPS = 8;

    private static final int LARGEST = 4096;
    /** So many halve the largest side to one pixel. */
    private static final int MOST_STAGES = 13;

    public ClassifierShape {
        stages = stages.stream().map(List::copyOf).toList();
        require("classes", classes, 2, LARGEST);
        require("stages", stages.size(), 1, MOST_STAGES);
        require("side", side, 1 << (stages.size() - 1), LARGEST);
        for (List<Integer> stage : stages) {
            require("convolutions of a stage", stage.size(), 1, LARGEST);
            for (int channels : stage) {
                require("channels", channels, GROUPS, LARGEST);
                if (channels % GROUPS != 0) {
                    throw new InvalidInputException("channels " + channels + " is no multiple of " + GROUPS);
                }
            }
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(what + " " + value + " is not between " + least + " and " + most);
        }
    }

    /** {@return how many features a picture has: the channels of the last convolution} */
    public int features() {
        List<Integer> last = stages.get(stages.size() - 1);
        return last.get(last.size() - 1);
    }

    /** {@return the name of a convolution, which those of its tensors begin with} */
    static String name(int stage, int convolution) {
        return "stages." + stage + "." + convolution + ".";
    }

    /** {@return every tensor's sizes by its name} */
    public Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        long in = COLOURS;
        for (int s = 0; s < stages.size(); s++) {
            for (int c = 0; c < stages.get(s).size(); c++) {
                long out = stages.get(s).get(c);
                shapes.put(name(s, c) + "conv.weight", List.of(out, in, (long) KERNEL, (long) KERNEL));
                shapes.put(name(s, c) + "norm.weight", List.of(out));
                shapes.put(name(s, c) + "norm.bias", List.of(out));
                in = out;
            }
        }
        shapes.put("head.weight", List.of((long) classes, in));
        shapes.put("head.bias", List.of((long) classes));
        return shapes;
    }

    /**
     * Recognises the layout of a file by its tensors.
     *
     * @param side of the pictures, which they do not tell
     */
    public static ClassifierShape of(TensorSource source, int side) {
        List<List<Integer>> stages = new ArrayList<>();
        while (source.tensors().containsKey(name(stages.size(), 0) + "conv.weight")) {
            List<Integer> stage = new ArrayList<>();
            while (source.tensors().containsKey(name(stages.size(), stage.size()) + "conv.weight")) {
                stage.add(rows(source, name(stages.size(), stage.size()) + "conv.weight"));
            }
            stages.add(stage);
        }
        try {
            return new ClassifierShape(side, stages, rows(source, "head.weight"));
        } catch (InvalidInputException e) {
            // In a request it would be the user's fault; in a file it is the file's.
            throw new BrokenFileException(source.describe() + " is no classifier: " + e.getMessage(), e);
        }
    }

    private static int rows(TensorSource source, String name) {
        TensorInfo info = source.tensors().get(name);
        if (info == null || info.shape().isEmpty()) {
            throw new BrokenFileException(source.describe() + " is no classifier: it has no matrix " + name);
        }
        return (int) Math.min(info.shape().get(0), Integer.MAX_VALUE);
    }
}
