package dev.codevar.training.task.tokens;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.file.Sha256;
import dev.codevar.files.data.PictureData;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.training.task.Views;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything that the tokens of pictures follow from. Tokens of other weights, pictures or scales have another file.
 *
 * @param vae SHA-256 of the VQ-VAE's file, and the entry in it where one was named
 * @param pictures their own identity, or SHA-256 of the pictures and their labels, in order
 * @param views how often each picture is seen
 * @param pyramid the scales
 */
public record TokenIdentity(String vae, String pictures, Views views, Pyramid pyramid) {
    private static final String KIND = "kind";
    private static final String TOKENS = "codevar tokens 1";
    private static final int TOGETHER = 1000;
    private static final int SHOWN = 12;

    /**
     * @param vae what changes when the VQ-VAE does
     * @param pictures are all read, unless they have an identity of their own
     */
    public static TokenIdentity of(String vae, PictureData pictures, Views views, Pyramid pyramid) {
        return new TokenIdentity(vae, of(pictures), views, pyramid);
    }

    /** {@return what changes when pictures or labels do: what they say of themselves, or SHA-256 of all in order} */
    public static String of(PictureData pictures) {
        return pictures.identity().orElseGet(() -> hash(pictures));
    }

    private static String hash(PictureData pictures) {
        Sha256 all = new Sha256();
        for (int from = 0; from < pictures.count(); from += TOGETHER) {
            int[] some = IntStream.range(from, Math.min(pictures.count(), from + TOGETHER))
                    .toArray();
            try (PointerScope temporaries = new PointerScope()) {
                all.add(bytes(pictures.batch(some)));
                all.add(bytes(pictures.labels(some)));
            }
        }
        return all.hex();
    }

    private static ByteBuffer bytes(Tensor tensor) {
        return new BytePointer(tensor.data_ptr()).limit(tensor.nbytes()).asByteBuffer();
    }

    /** {@return where the tokens are in {@code folder}} */
    Path file(Path folder) {
        Sha256 all = new Sha256();
        all.add(ByteBuffer.wrap(metadata().toString().getBytes(StandardCharsets.UTF_8)));
        return folder.resolve("tokens-" + all.hex().substring(0, SHOWN) + ".safetensors");
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(KIND, TOKENS);
        metadata.put("vae", vae);
        metadata.put("pictures", pictures);
        metadata.put("flips", String.valueOf(views.flips()));
        if (views.crops() > 0) {
            metadata.put("crops", String.valueOf(views.crops()));
        }
        metadata.put("scales", pyramid.sides().toString());
        return metadata;
    }

    /** Fails unless a file says of itself that it holds these tokens. */
    void requireSame(Path file, Map<String, String> found) {
        metadata().forEach((key, value) -> {
            if (!value.equals(found.get(key))) {
                throw new BrokenFileException(file + " holds other things than these tokens: its " + key + " is "
                        + found.getOrDefault(key, "not said") + ", not " + value + "; delete it to have it made anew");
            }
        });
    }
}
