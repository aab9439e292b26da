package dev.codevar.verify;

import dev.codevar.decode.LogitsObserver;
import dev.codevar.decode.Plan;
import dev.codevar.decode.token.Edit;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.tensor.Precision;
import dev.codevar.tensor.Scoped;
import dev.codevar.vqvae.Encoding;
import dev.codevar.vqvae.Quantizer;
import dev.codevar.vqvae.VqVae;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * Compares one run in a precision that turns tokens. The run is drawn twice. Once over the published run's latents, by an edit that
 * keeps everything: then every scale's history is the published one, and a greedy token may differ only where the published one is
 * as likely but for rounding. And once left alone, where one token that turns changes the rest: that is reported, not bounded.
 */
final class ForcedRunChecks {
    private final String run;
    private final GoldenCase golden;
    private final Drawing drawing;
    private final VqVae vae;
    private final Plan plan;
    private final Precision precision;
    private final Expected expected;
    private final Consumer<Check> report;

    /** Draws the run. */
    @FunctionalInterface
    interface Drawing {
        /**
         * @param edits per picture what is kept, or null for nothing
         * @param watcher sees the logits
         * @return the run, which the caller closes
         */
        GoldenRun draw(@Nullable List<Edit> edits, LogitsObserver watcher);
    }

    ForcedRunChecks(
            String run,
            GoldenCase golden,
            Drawing drawing,
            VqVae vae,
            Plan plan,
            Precision precision,
            Expected expected,
            Consumer<Check> report) {
        this.run = run;
        this.golden = golden;
        this.drawing = drawing;
        this.vae = vae;
        this.plan = plan;
        this.precision = precision;
        this.expected = expected;
        this.report = report;
    }

    /**
     * @param fields what golden data hold of the run
     * @param greedy whether its tokens are the likeliest ones
     * @param edited what it keeps of other pictures, or null
     */
    void run(List<String> fields, boolean greedy, @Nullable List<Edit> edited) {
        List<Tensor> published_Bl = published(fields);
        try (Leads leads = new Leads(published_Bl);
                GoldenRun forced = drawing.draw(forced(published_Bl, edited), leads);
                GoldenRun free = drawing.draw(edited, (drawn, first, logits_blV) -> {})) {
            for (String field : fields) {
                if (!field.endsWith("idx")) {
                    compareNumbers(field, forced);
                } else if (forced.field(field) != null) {
                    report.accept(forcedIds(field, forced, greedy ? leads : null));
                    report.accept(reported(field, ".free", free, "left alone"));
                }
            }
        }
    }

    /** {@return per scale the published tokens} */
    private List<Tensor> published(List<String> fields) {
        Tensor ids_BL = fields.contains("idx")
                ? ids("idx")
                : torch.cat(new TensorVector(ids("draft_idx"), ids("refine_idx")), 1);
        Pyramid pyramid = plan.pyramid();
        int codes = vae.config().codes();
        int pictures = golden.labels().size();
        if (ids_BL.dim() != 2 || ids_BL.size(0) != pictures || ids_BL.size(1) != pyramid.length()) {
            throw new BrokenFileException(run + ": the published tokens are not " + pyramid.length() + " for each of "
                    + pictures + " pictures");
        }
        if (ids_BL.lt(new Scalar(0)).any().item_bool()
                || ids_BL.ge(new Scalar(codes)).any().item_bool()) {
            throw new BrokenFileException(run + ": a published token is not between 0 and " + (codes - 1));
        }
        return IntStream.range(0, pyramid.scales())
                .mapToObj(k -> ids_BL.narrow(1, pyramid.begin(k), pyramid.tokens(k)))
                .toList();
    }

    private Tensor ids(String field) {
        String name = run + "." + field;
        if (!expected.has(name)) {
            throw new BrokenFileException(
                    name + " is missing: without its tokens a run can be compared in float32 only");
        }
        return expected.load(name, ScalarType.Long);
    }

    /** {@return edits that keep, after every scale, the latents that published tokens make, in float32 as always} */
    private List<Edit> forced(List<Tensor> published_Bl, @Nullable List<Edit> edited) {
        Quantizer quantizer = vae.quantizer();
        List<Tensor> f_hats_BEPP = new ArrayList<>();
        Tensor f_hat_BEPP = quantizer.blank((int) published_Bl.get(0).size(0));
        for (int k = 0; k < published_Bl.size(); k++) {
            f_hat_BEPP = f_hat_BEPP.add(quantizer.contribution(k, quantizer.lookUp(k, published_Bl.get(k))));
            f_hat_BEPP = edited == null ? f_hat_BEPP : kept(f_hat_BEPP, k, edited);
            f_hats_BEPP.add(f_hat_BEPP);
        }
        Tensor nothing_11PP = torch.zeros_like(f_hat_BEPP.narrow(0, 0, 1).narrow(1, 0, 1));
        return GoldenRun.edits(new Encoding(published_Bl, f_hats_BEPP), nothing_11PP);
    }

    private static Tensor kept(Tensor f_hat_BEPP, int k, List<Edit> edited) {
        TensorVector rows = new TensorVector();
        for (int b = 0; b < edited.size(); b++) {
            Edit edit = edited.get(b);
            rows.push_back(torch.where(
                    edit.mask_11PP().to(ScalarType.Bool),
                    f_hat_BEPP.narrow(0, b, 1),
                    edit.f_hats_1EPP().get(k)));
        }
        return torch.cat(rows, 0);
    }

    /** Latents follow from tokens in float32; a picture is the network's. */
    private void compareNumbers(String field, GoldenRun forced) {
        Tensor got = forced.field(field);
        if (got == null) {
            return;
        }
        String name = run + "." + field;
        Tensor published = expected.load(name, ScalarType.Float);
        if (field.equals("image")) {
            VaeChecks.ofPictures(vae).compare(name, published, got).forEach(report);
        } else {
            report.accept(TensorComparison.numbers(name, published, got, Verification.IMAGES));
        }
    }

    private Check forcedIds(String field, GoldenRun forced, @Nullable Leads leads) {
        Check shares = reported(field, "", forced, "published history");
        if (leads == null || !shares.holds() || shares.values() == 0) {
            return shares;
        }
        return Scoped.value(() -> {
            Tensor leads_Bl = leads.of(forced.from(field), forced.to(field));
            double tolerance = largestLead(field, forced, shares.values());
            double largest = leads_Bl.max().item_double();
            // Written so that a NaN does not hold.
            return new Check(
                    shares.name(),
                    shares.values(),
                    shares.differing(),
                    largest,
                    tolerance,
                    largest <= tolerance,
                    "published history; the difference is a lead in standard deviations");
        });
    }

    /** Two logits are off, so their difference is by √2 as much; of all tokens' leads the largest counts. */
    private double largestLead(String field, GoldenRun forced, long tokens) {
        return Math.sqrt(2)
                * plan.segments().stream()
                        .filter(segment -> segment.range().from() < forced.to(field)
                                && segment.range().to() > forced.from(field))
                        .mapToDouble(segment -> Rounding.ofTransformer(segment.config(), precision)
                                .largest(1, tokens))
                        .max()
                        .orElseThrow();
    }

    private Check reported(String field, String suffix, GoldenRun drawn, String how) {
        String name = run + "." + field;
        Tensor got_Bl = drawn.field(field);
        if (got_Bl == null) {
            throw new IllegalStateException(name);
        }
        Check ids = Scoped.value(() -> TensorComparison.ids(name, expected.load(name, ScalarType.Long), got_Bl));
        if (!ids.note().isEmpty()) {
            return ids;
        }
        double equal = ids.values() == 0 ? 1 : 1 - (double) ids.differing() / ids.values();
        return new Check(
                name + suffix,
                ids.values(),
                ids.differing(),
                0,
                0,
                true,
                String.format(Locale.ROOT, "%s: %.1f %% equal; reported, not bounded", how, 100 * equal));
    }
}
