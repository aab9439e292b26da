package dev.codevar.training.task.vqvae;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Draws;
import dev.codevar.training.Moment;
import dev.codevar.training.net.QuantizerTraining.Quantized;
import dev.codevar.training.parallel.Peers;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Gives codes that are not used a new place: at something that codes were sought for in the last batch. A codebook left alone
 * comes to use but a few of its codes.
 */
final class Reseeding implements AutoCloseable {
    private final int every;
    private final Peers peers;
    private final Compute compute;
    private final Owner owner = new Owner();
    private final Tensor hits_V;
    private final Tensor ofStep_V;
    private Owner ofBatch = new Owner();
    private List<Tensor> sought_rE = List.of();

    /**
     * @param every after how many steps; 0 never
     * @param codes V
     * @param peers who sees the other examples
     * @param compute where the codes are
     */
    Reseeding(int every, int codes, Peers peers, Compute compute) {
        if (every < 0) {
            throw new InvalidInputException(
                    "reseeding after every " + every + " steps is not possible: 0 or more are legal");
        }
        this.every = every;
        this.peers = peers;
        this.compute = compute;
        try (PointerScope making = new PointerScope()) {
            hits_V = owner.own(torch.zeros(new long[] {codes}, compute.options(ScalarType.Long)));
            ofStep_V = owner.own(hits_V.clone());
        }
    }

    /** {@return how often each code was used since the last time, up to the last whole step (V), int64; itself} */
    Tensor hits() {
        return hits_V;
    }

    /** Counts what a batch used, and keeps what it sought until the next one comes. */
    void saw(Quantized quantized) {
        if (every == 0) {
            return;
        }
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            ofStep_V.add_(quantized.hits_KV().sum(0));
            Owner ofNext = new Owner();
            sought_rE = List.copyOf(quantized.sought_rE());
            sought_rE.forEach(ofNext::own);
            ofBatch.close();
            ofBatch = ofNext;
        }
    }

    /**
     * After a step: moves unused codes, where it is time to.
     *
     * @param codebook_VE the codes, changed in place
     */
    void stepped(Tensor codebook_VE, Moment moment) {
        if (every == 0) {
            return;
        }
        try (PointerScope temporaries = new PointerScope();
                NoGradGuard ungraded = new NoGradGuard()) {
            peers.sumCodeHits(ofStep_V);
            hits_V.add_(ofStep_V);
            ofStep_V.zero_();
            if (moment.step() % every == 0) {
                move(codebook_VE, moment);
                hits_V.zero_();
            }
        }
    }

    /** The step's last batch is the last process's, whose choice all take over. */
    private void move(Tensor codebook_VE, Moment moment) {
        long[] unused = unused();
        if (unused.length > 0) {
            Tensor all_rE = torch.cat(new TensorVector(sought_rE.toArray(Tensor[]::new)), 0);
            long[] rows = drawn(moment.draws("reseeding"), unused, all_rE.size(0));
            codebook_VE.index_copy_(
                    0,
                    compute.send(Tensor.create(unused, unused.length)),
                    all_rE.index_select(0, compute.send(Tensor.create(rows, rows.length)))
                            .to(codebook_VE.scalar_type()));
            peers.takeOverCodes(codebook_VE);
        }
    }

    private long[] unused() {
        return Scoped.value(() -> {
            Tensor where_u = torch.nonzero(hits_V.cpu().eq(new Scalar(0L))).flatten();
            long[] unused = new long[(int) where_u.numel()];
            if (unused.length > 0) {
                where_u.data_ptr_long().get(unused);
            }
            return unused;
        });
    }

    private static long[] drawn(Draws draws, long[] codes, long rows) {
        long[] drawn = new long[codes.length];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (long) (draws.uniform((int) codes[i]) * rows);
        }
        return drawn;
    }

    @Override
    public void close() {
        ofBatch.close();
        owner.close();
    }
}
