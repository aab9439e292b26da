package dev.codevar.measure.doctor;

import dev.codevar.tensor.Precision;
import dev.codevar.vqvae.VqVaeConfig;
import dev.codevar.vqvae.VqVaeTensors;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A layer of a VQ-VAE, found among its weights, so that none can be forgotten.
 *
 * @param kind what it computes
 * @param in channels of the map that it is given
 * @param out channels of its result
 * @param kernel the side of a convolution's kernel; 1 of other layers
 * @param stride of a convolution; 1 of other layers
 * @param side of its result
 */
record MapLayer(Kind kind, int in, int out, int kernel, int stride, int side) {
    private static final String WEIGHT = ".weight";
    private static final Pattern LEVEL = Pattern.compile("\\.(?:down|up)\\.(\\d+)\\.");
    private static final Pattern OF_PIXELS = Pattern.compile("encoder\\.conv_in\\..*|decoder\\.(norm|conv)_out\\..*");

    /** What layers compute. */
    enum Kind {
        CONVOLUTION,
        NORM,
        NORM_WITH_SILU,
        ATTENTION
    }

    /** {@return a VQ-VAE's layers that compute in a precision, each shape once} */
    static Set<MapLayer> of(VqVaeConfig config, Precision precision) {
        Set<MapLayer> layers = new LinkedHashSet<>();
        VqVaeTensors.shapes(config).entrySet().stream()
                .filter(it -> precision == Precision.FLOAT32 || VqVaeTensors.followsPrecision(it.getKey()))
                .filter(it -> it.getKey().endsWith(WEIGHT))
                .flatMap(it -> of(it, config))
                .forEach(layers::add);
        return layers;
    }

    private static Stream<MapLayer> of(Map.Entry<String, List<Long>> weight, VqVaeConfig config) {
        String name = weight.getKey();
        int side = side(name, config);
        int[] sizes = weight.getValue().stream().mapToInt(Long::intValue).toArray();
        return switch (sizes.length) {
            case 1 -> {
                // Attention's norm alone has no SiLU behind it.
                Kind kind = name.endsWith(".norm" + WEIGHT) ? Kind.NORM : Kind.NORM_WITH_SILU;
                yield Stream.of(new MapLayer(kind, sizes[0], sizes[0], 1, 1, side));
            }
            case 4 -> {
                int stride = name.contains(".downsample.") ? 2 : 1;
                MapLayer convolution =
                        new MapLayer(Kind.CONVOLUTION, sizes[1], sizes[0], sizes[2], stride, side / stride);
                yield name.endsWith(".qkv" + WEIGHT)
                        ? Stream.of(convolution, new MapLayer(Kind.ATTENTION, sizes[1], sizes[1], 1, 1, side))
                        : Stream.of(convolution);
            }
            // The codes.
            default -> Stream.empty();
        };
    }

    /** {@return the side of the map at which a layer works} */
    private static int side(String name, VqVaeConfig config) {
        Matcher level = LEVEL.matcher(name);
        if (level.find()) {
            // A map is doubled first, and then smoothed.
            int halvings = Integer.parseInt(level.group(1)) - (name.contains(".upsample.") ? 1 : 0);
            return config.pictureSide() >> halvings;
        }
        return OF_PIXELS.matcher(name).matches()
                ? config.pictureSide()
                : config.pyramid().finestSide();
    }

    /** {@return the side of the map that it is given: where it halves, with a line more below and to the right} */
    int givenSide() {
        return stride == 1 ? side : stride * side + 1;
    }

    @Override
    public String toString() {
        String pixels = side + "x" + side + " pixels";
        return switch (kind) {
            case CONVOLUTION ->
                "convolution " + kernel + "x" + kernel + (stride == 1 ? " " : ", stride " + stride + ", ") + in + "→"
                        + out + ", " + pixels;
            case NORM -> "group norm " + in + ", " + pixels;
            case NORM_WITH_SILU -> "group norm with SiLU " + in + ", " + pixels;
            case ATTENTION -> "spatial attention " + in + ", " + pixels;
        };
    }
}
