package dev.codevar.training.task.tokens;

import dev.codevar.file.FolderFiles;
import dev.codevar.files.data.PictureData;
import dev.codevar.files.journal.Blocks;
import dev.codevar.files.journal.Journal;
import dev.codevar.files.journal.Records;
import dev.codevar.tensor.Libtorch;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Pixels;
import dev.codevar.vqvae.VqVae;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Finds the tokens of pictures block by block, each safe on the disk before the next, so that it goes on where it was broken off. In
 * the end there is one file, the same as if nothing had been.
 */
final class TokenRun {
    /** Of pictures of {@link #SMALL} pixels a side; of larger ones fewer, as they take more memory. */
    private static final int TOGETHER = 100;

    private static final int SMALL = 32;
    private static final int FEWEST = 4;
    /** How often it is asked whether another process has ended. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final TokenIdentity identity;
    private final VqVae vae;
    private final PictureData pictures;
    private final TokenData.Listener listener;
    private final TokenRecord layout;
    private final Blocks blocks;

    private TokenRun(TokenIdentity identity, VqVae vae, PictureData pictures, TokenData.Listener listener) {
        this.identity = identity;
        this.vae = vae;
        this.pictures = pictures;
        this.listener = listener;
        this.layout = new TokenRecord(
                vae.config().pyramid().length(),
                TokenData.type(vae.config().codes()) == ScalarType.Short ? Short.BYTES : Integer.BYTES);
        int asLarge = pictures.side() * pictures.side() / (SMALL * SMALL);
        int together = Math.max(FEWEST, TOGETHER / Math.max(1, asLarge));
        this.blocks = new Blocks(identity.views().count(pictures), together, 1, 1);
    }

    /**
     * Begins, or goes on; where another process is at it, waits for that.
     *
     * @param file where the tokens go; what is not finished is beside it
     */
    static void make(Path file, TokenIdentity identity, VqVae vae, PictureData pictures, TokenData.Listener listener) {
        Libtorch.load();
        TokenRun run = new TokenRun(identity, vae, pictures, listener);
        Path found = file.resolveSibling(file.getFileName() + ".part");
        Path finished = file.resolveSibling(file.getFileName() + ".journal");
        try (Journal journal = opened(finished, () -> listener.waiting(file));
                Records records = Records.open(found, run.blocks, run.layout.bytes())) {
            // Another process may have made it just now.
            if (!Files.exists(file)) {
                run.find(journal, records);
                new FoundTokens(records, run.blocks, run.layout)
                        .write(file, TokenData.type(vae.config().codes()), identity.metadata());
            }
        }
        FolderFiles.delete(found);
        FolderFiles.delete(finished);
    }

    private static Journal opened(Path journal, Runnable waiting) {
        Optional<Journal> opened = Journal.tryOpen(journal);
        if (opened.isEmpty()) {
            waiting.run();
        }
        while (opened.isEmpty()) {
            LockSupport.parkNanos(PAUSE.toNanos());
            opened = Journal.tryOpen(journal);
        }
        return opened.get();
    }

    private void find(Journal journal, Records records) {
        int done = sound(journal, records);
        journal.keepFirst(done);
        records.keepFirst(done);
        if (done > 0) {
            listener.encoded(blocks.recordsIn(done), blocks.records());
        }
        for (int own = done; own < blocks.count(); own++) {
            List<byte[]> rows = new ArrayList<>();
            int end = blocks.first(own) + blocks.length(own);
            for (int from = blocks.first(own); from < end; from = end(from)) {
                rows.addAll(encoded(from));
                listener.encoded(end(from), blocks.records());
            }
            journal.add(own, records.write(own, rows));
        }
    }

    /** {@return how many blocks are there as the journal says} */
    private int sound(Journal journal, Records records) {
        List<Long> checksums = journal.checksums(blocks);
        int sound = 0;
        while (sound < checksums.size() && records.read(sound, row -> {}) == checksums.get(sound)) {
            sound++;
        }
        return sound;
    }

    /** {@return the end of what is encoded at once: of one block and of one view} */
    private int end(int from) {
        int block = from / blocks.size();
        int endOfView = (from / pictures.count() + 1) * pictures.count();
        return Math.min(blocks.first(block) + blocks.length(block), endOfView);
    }

    private int[] shown(int from) {
        int begin = from / pictures.count() * pictures.count();
        return IntStream.range(from - begin, end(from) - begin).toArray();
    }

    private List<byte[]> encoded(int from) {
        return Scoped.inference(() -> {
            int[] shown = shown(from);
            int view = from / pictures.count();
            Tensor u8_B3hw = pictures.batch(identity.views().fixed(view).crops(), shown);
            if (end(from) < blocks.records()) {
                int next = end(from) / pictures.count();
                pictures.expect(identity.views().fixed(next).crops(), shown(end(from)));
            }
            Tensor image_B3hw = Pixels.fromBytes(
                    vae.compute().send(identity.views().fixed(view).mirrored() ? u8_B3hw.flip(3) : u8_B3hw));
            Tensor[] ids_Bl = vae.encode(image_B3hw).ids().toArray(Tensor[]::new);
            int[] ids_BL = new int[shown.length * layout.length()];
            torch.cat(new TensorVector(ids_Bl), 1)
                    .to(ScalarType.Int)
                    .cpu()
                    .data_ptr_int()
                    .get(ids_BL);
            List<byte[]> rows = new ArrayList<>();
            for (int i = 0; i < shown.length; i++) {
                boolean sound = pictures.shown(shown[i]) == shown[i];
                rows.add(layout.of(sound ? pictures.label(shown[i]) : TokenRecord.LEFT_OUT, ids_BL, i));
            }
            return rows;
        });
    }
}
