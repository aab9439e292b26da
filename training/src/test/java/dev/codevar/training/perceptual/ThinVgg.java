package dev.codevar.training.perceptual;

import dev.codevar.checkpoint.RandomWeights;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.TensorInfo;
import dev.codevar.checkpoint.TensorSource;
import dev.codevar.tensor.Device;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Files of VGG16's and LPIPS's layout, with random weights of few channels. */
public final class ThinVgg {
    static final int[] CHANNELS = {3, 4, 5, 4, 6};

    /** Of torchvision's file, the convolutions by stage. */
    static final int[][] PLACES = {{0, 2}, {5, 7}, {10, 12, 14}, {17, 19, 21}, {24, 26, 28}};

    static final TensorSource VGG = new Lit(new RandomWeights("a thin VGG16", vgg(), 3));
    static final TensorSource LINS = new RandomWeights("its channels", lins(), 4);

    private ThinVgg() {}

    /** Weights whose biases keep most channels above 0: where none is, directions jump, and differences say nothing of gradients. */
    private record Lit(TensorSource random) implements TensorSource {
        @Override
        public String describe() {
            return random.describe();
        }

        @Override
        public Map<String, TensorInfo> tensors() {
            return random.tensors();
        }

        @Override
        public Tensor load(String name, ScalarType type) {
            Tensor tensor = random.load(name, type);
            return name.endsWith("bias") ? tensor.add_(new Scalar(0.5)) : tensor;
        }
    }

    private static Map<String, List<Long>> vgg() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        long in = 3;
        for (int stage = 0; stage < PLACES.length; stage++) {
            for (int place : PLACES[stage]) {
                long out = CHANNELS[stage];
                shapes.put("features." + place + ".weight", List.of(out, in, 3L, 3L));
                shapes.put("features." + place + ".bias", List.of(out));
                in = out;
            }
        }
        for (int matrix : new int[] {0, 3, 6}) {
            shapes.put("classifier." + matrix + ".weight", List.of(2L, 2L));
            shapes.put("classifier." + matrix + ".bias", List.of(2L));
        }
        return shapes;
    }

    private static Map<String, List<Long>> lins() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (int stage = 0; stage < CHANNELS.length; stage++) {
            shapes.put("lin" + stage + ".model.1.weight", List.of(1L, (long) CHANNELS[stage], 1L, 1L));
        }
        return shapes;
    }

    /** {@return the distance by these, for pictures of 16 pixels a side} */
    public static PerceptualDistance distance(Path folder) {
        return PerceptualDistance.lpips(write(folder, "vgg", VGG), write(folder, "lins", LINS), 16, Device.CPU);
    }

    static Path write(Path folder, String name, TensorSource source) {
        Path file = folder.resolve(name + ".safetensors");
        Safetensors.write(file, source, Map.of());
        return file;
    }
}
