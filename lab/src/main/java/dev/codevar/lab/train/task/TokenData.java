package dev.codevar.lab.train.task;

import dev.codevar.checkpoint.Checkpoint;
import dev.codevar.checkpoint.Safetensors;
import dev.codevar.checkpoint.Weights;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.IoReason;
import dev.codevar.lab.data.PictureData;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tokens of a set of pictures under a VQ-VAE, found once and kept in a file. Where flipped pictures are wanted too, they
 * follow after all others.
 */
public final class TokenData implements AutoCloseable {
    private static final String IDS = "ids";
    private static final String LABELS = "labels";
    private static final int TOGETHER = 100;

    private final Owner owner = new Owner();
    private final Tensor ids_nL;
    private final Tensor labels_n;

    /** Is told how many of the pictures are done. */
    public interface Listener {
        /** Listens to nothing. */
        Listener NONE = (done, total) -> {};

        void encoded(int done, int total);
    }

    private TokenData(Tensor ids_nL, Tensor labels_n) {
        this.ids_nL = owner.own(ids_nL);
        this.labels_n = owner.own(labels_n);
    }

    /**
     * Reads the tokens from a folder, or finds them and puts them there.
     *
     * @param folder there, or made
     * @param identity what the tokens follow from
     * @param vae finds the tokens
     * @param pictures whose tokens
     * @throws CodeVarException if there is something else under the file's name, or writing fails
     */
    public static TokenData open(
            Path folder, TokenIdentity identity, VqVae vae, PictureData pictures, Listener listener) {
        if (pictures.side() != vae.config().pictureSide()) {
            throw new InvalidInputException("the pictures have " + pictures.side()
                    + " pixels a side, but the VQ-VAE takes " + vae.config().pictureSide());
        }
        Path file = identity.file(folder);
        if (!Files.exists(file)) {
            try (TokenData found = encode(vae, pictures, identity.flips(), listener)) {
                makeFolder(folder);
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                tensors.put(IDS, found.ids_nL);
                tensors.put(LABELS, found.labels_n);
                Safetensors.write(file, tensors, identity.metadata());
            }
        }
        // What was just written is read too, so that a training always sees what is in the file.
        int count = pictures.count() * (identity.flips() ? 2 : 1);
        return read(
                file,
                identity,
                count,
                vae.config().pyramid().length(),
                vae.config().codes(),
                pictures.classes());
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CodeVarException("cannot make folder " + folder + ": " + IoReason.of(e), e);
        }
    }

    private static TokenData read(Path file, TokenIdentity identity, int count, int length, int codes, int classes) {
        try (Checkpoint stored = Checkpoint.open(file);
                PointerScope reading = new PointerScope()) {
            identity.requireSame(file, stored.metadata());
            Weights tensors = new Weights(stored, ScalarType.Float);
            TokenData data = new TokenData(
                    tensors.take(IDS, type(codes), count, length), tensors.take(LABELS, ScalarType.Int, count));
            tensors.finish();
            try {
                requireBelow(file, IDS, data.ids_nL, codes);
                requireBelow(file, LABELS, data.labels_n, classes);
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
            return data;
        }
    }

    private static void requireBelow(Path file, String what, Tensor values, int end) {
        long least = values.min().item_long();
        long most = values.max().item_long();
        if (least < 0 || most >= end) {
            throw new CodeVarException(
                    file + ": " + what + " from " + least + " to " + most + " are not all between 0 and " + (end - 1));
        }
    }

    private static ScalarType type(int codes) {
        return codes <= 1 << 15 ? ScalarType.Short : ScalarType.Int;
    }

    private static TokenData encode(VqVae vae, PictureData pictures, boolean flips, Listener listener) {
        Libtorch.load();
        int count = pictures.count();
        int total = flips ? 2 * count : count;
        Pyramid pyramid = vae.config().pyramid();
        try (PointerScope making = new PointerScope()) {
            TokenData data = new TokenData(
                    torch.empty(
                            new long[] {total, pyramid.length()},
                            new TensorOptions(type(vae.config().codes())),
                            null),
                    torch.empty(new long[] {total}, new TensorOptions(ScalarType.Int), null));
            try {
                for (int from = 0; from < total; ) {
                    int to = Math.min(from < count ? count : total, from + TOGETHER);
                    data.encode(vae, pictures, from, to);
                    listener.encoded(to, total);
                    from = to;
                }
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
            return data;
        }
    }

    /** Those of one call are all flipped, or none is. */
    private void encode(VqVae vae, PictureData pictures, int from, int to) {
        Scoped.inference(() -> {
            boolean flipped = from >= pictures.count();
            int first = flipped ? from - pictures.count() : from;
            int[] shown = IntStream.range(first, first + to - from).toArray();
            Tensor u8_B3hw = pictures.batch(shown);
            Tensor image_B3hw = Pixels.fromBytes(flipped ? u8_B3hw.flip(3) : u8_B3hw);
            Tensor[] ids_Bl = vae.encode(image_B3hw).ids().toArray(Tensor[]::new);
            ids_nL.narrow(0, from, shown.length).copy_(torch.cat(new TensorVector(ids_Bl), 1));
            labels_n.narrow(0, from, shown.length).copy_(pictures.labels(shown));
            return 0;
        });
    }

    /** {@return how many sequences there are} */
    public int count() {
        return (int) ids_nL.size(0);
    }

    /** {@return the token ids (B, L) of these sequences, int64} */
    Tensor ids(Tensor examples_B) {
        return ids_nL.index_select(0, examples_B).to(ScalarType.Long);
    }

    /** {@return the classes (B) of these sequences, int64} */
    Tensor labels(Tensor examples_B) {
        return labels_n.index_select(0, examples_B).to(ScalarType.Long);
    }

    /** Frees the memory. */
    @Override
    public void close() {
        owner.close();
    }
}
