package dev.codevar.evaluation.features;

import dev.codevar.evaluation.pictures.PictureBytes;
import dev.codevar.evaluation.pictures.PictureSet;
import dev.codevar.files.journal.Blocks;
import dev.codevar.picture.Picture;
import dev.codevar.sampling.Recorder;
import dev.codevar.sampling.run.Streamed;
import dev.codevar.tensor.Scoped;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Features as they are kept: a row of little-endian float32 for each picture. A run that streams keeps them instead of its
 * pictures.
 *
 * @param network gives the features
 */
public record FeatureRows(FeatureNetwork network) implements Recorder {
    private static final int BYTES_TOGETHER = 32 << 20;

    /** {@return how many pictures of a size are in memory together: a power of 2, so that blocks are made of whole ones} */
    public static int together(int width, int height) {
        long pictureBytes = (long) width * height * PictureBytes.COLOURS;
        return Integer.highestOneBit((int) Math.max(1, Math.min(FeatureWork.BLOCK, BYTES_TOGETHER / pictureBytes)));
    }

    /**
     * {@return what a run keeps that streams through the network}
     *
     * @param weights the network's file, or null for the network that the model set brings
     */
    public Streamed streamed(@Nullable Path weights) {
        String file =
                weights == null ? null : weights.toAbsolutePath().normalize().toString();
        return new Streamed(network.fingerprint(), network.layout(), file);
    }

    @Override
    public List<byte[]> records(List<Picture> pictures) {
        return Scoped.inference(() -> of(PictureBytes.tensor(pictures), network));
    }

    /**
     * {@return a row for each of some pictures of a set, as {@link FeatureStore} keeps them}
     *
     * @param blocks the set's {@link #blocks}
     * @param block which of these
     */
    public List<byte[]> of(PictureSet set, Blocks blocks, int block) {
        int together = together(set.width(), set.height());
        int first = blocks.first(block);
        int end = first + blocks.length(block);
        List<byte[]> rows = new ArrayList<>();
        for (int position = first; position < end; position += together) {
            int from = position;
            int count = Math.min(together, end - from);
            rows.addAll(Scoped.inference(() -> of(set.read(from, count), network)));
        }
        return rows;
    }

    /** {@return the blocks that features of so many pictures are computed in} */
    public static Blocks blocks(int pictures) {
        return new Blocks(pictures, FeatureWork.BLOCK, 1, 1);
    }

    /** {@return a row for each picture of (B, 3, height, width)} */
    static List<byte[]> of(Tensor pictures_B3hw, FeatureNetwork network) {
        int rowBytes = network.layout().numbers() * Float.BYTES;
        FloatBuffer features = network.apply(pictures_B3hw).contiguous().createBuffer();
        List<byte[]> rows = new ArrayList<>();
        while (features.hasRemaining()) {
            ByteBuffer row = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
            FloatBuffer numbers = row.asFloatBuffer();
            numbers.put(features.slice(features.position(), numbers.capacity()));
            features.position(features.position() + numbers.capacity());
            rows.add(row.array());
        }
        return rows;
    }
}
