package dev.codevar.decode;

import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Compute;
import dev.codevar.tensor.Owner;
import dev.codevar.vqvae.Quantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The pictures of a batch while they are drawn: the latent so far, the tokens so far, and the transformers' inputs that follow
 * from them. It knows nothing of models: this is what a drafter hands to a refiner.
 */
public final class Canvas implements AutoCloseable {
    private final Quantizer quantizer;
    private final Compute compute;
    private final Pyramid pyramid;
    private List<Row> rows;
    private int[] places;
    private Owner owner = new Owner();
    private Tensor f_hat_BEPP;
    private final List<Tensor> ids_Bl = new ArrayList<>();
    private final List<Tensor> inputs_BlE = new ArrayList<>();

    Canvas(Quantizer quantizer, Compute compute, Pyramid pyramid, List<Row> rows) {
        this.quantizer = quantizer;
        this.compute = compute;
        this.pyramid = pyramid;
        this.rows = rows;
        this.places = IntStream.range(0, rows.size()).toArray();
        this.f_hat_BEPP = owner.own(quantizer.blank(rows.size()));
    }

    /** {@return the pictures, B: of those that the batch had, the ones that have not left} */
    List<Row> rows() {
        return rows;
    }

    /** {@return for each of the B pictures its place in the batch as it was given, ascending} */
    public List<Integer> places() {
        return Arrays.stream(places).boxed().toList();
    }

    /** {@return where on the canvas the picture is that has this place in the batch; negative if it has left} */
    int at(int place) {
        return Arrays.binarySearch(places, place);
    }

    /**
     * Lets all other pictures go.
     *
     * @param pictures which of the B stay, ascending
     */
    void keep(int[] pictures) {
        rows = Arrays.stream(pictures).mapToObj(rows::get).toList();
        places = Arrays.stream(pictures).map(picture -> places[picture]).toArray();
        Owner before = owner;
        owner = new Owner();
        try (before;
                PointerScope temporaries = new PointerScope()) {
            long[] kept = Arrays.stream(pictures).asLongStream().toArray();
            Tensor kept_b = compute.place(Tensor.create(kept, kept.length), ScalarType.Long);
            f_hat_BEPP = owner.own(f_hat_BEPP.index_select(0, kept_b));
            ids_Bl.replaceAll(ids -> owner.own(ids.index_select(0, kept_b)));
            inputs_BlE.replaceAll(input -> owner.own(input.index_select(0, kept_b)));
        }
    }

    /** {@return the number of scales drawn so far} */
    public int scalesDrawn() {
        return ids_Bl.size();
    }

    /** {@return the sum of all scales drawn so far (B, E, P, P), float32; it changes as the drawing goes on} */
    public Tensor f_hat() {
        return f_hat_BEPP;
    }

    /** {@return the token ids of scale {@code k}, already drawn, (B, l_k), int64} */
    public Tensor ids(int k) {
        return ids_Bl.get(k);
    }

    /** {@return the input of scale {@code k} (B, l_k, E), float32; {@code k} from 1 to the number of scales drawn} */
    public Tensor input(int k) {
        return inputs_BlE.get(k - 1);
    }

    /**
     * Draws the next scale.
     *
     * @param ids_Bl the token ids, int64
     * @param h_BEpp their codes, or mixtures of codes, as maps
     */
    void draw(Tensor ids_Bl, Tensor h_BEpp) {
        int k = scalesDrawn();
        try (PointerScope temporaries = new PointerScope()) {
            f_hat_BEPP.add_(quantizer.contribution(k, h_BEpp));
            keepEdited(k);
            this.ids_Bl.add(owner.own(ids_Bl));
            if (k + 1 < pyramid.scales()) {
                inputs_BlE.add(owner.own(quantizer.inputOf(k + 1, f_hat_BEPP)));
            }
        }
    }

    /** f_hat ← f_hat·m + f_hats[k]·(1 − m) in the rows that have an edit; chosen rather than multiplied, so exact. */
    private void keepEdited(int k) {
        for (int row = 0; row < rows.size(); row++) {
            Edit edit = rows.get(row).edit();
            if (edit != null) {
                Tensor drawn_1EPP = f_hat_BEPP.narrow(0, row, 1);
                Tensor kept_1EPP = edit.f_hats_1EPP().get(k);
                drawn_1EPP.copy_(torch.where(edit.mask_11PP().to(ScalarType.Bool), drawn_1EPP, kept_1EPP));
            }
        }
    }

    /** Frees the memory. */
    @Override
    public void close() {
        owner.close();
    }
}
