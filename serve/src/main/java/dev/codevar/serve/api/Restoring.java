package dev.codevar.serve.api;

import dev.codevar.RandomMode;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.provenance.Program;
import dev.codevar.report.provenance.Provenance;
import dev.codevar.serve.draw.Catalog;
import dev.codevar.serve.draw.PictureOrigin;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.fields.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads from a picture's file how it was made, so that the page can show it and make it again. */
final class Restoring {

    private Restoring() {}

    /**
     * {@return what the picture was made from}
     *
     * @throws Refusal 400 if its file does not say it
     */
    static Shapes.Restored of(Catalog catalog, byte[] png) {
        PictureOrigin.Made made;
        try {
            made = PictureOrigin.read(png);
        } catch (CodeVarException | InvalidInputException e) {
            throw new Refusal(400, "not_restorable", null, String.valueOf(e.getMessage()));
        }
        Provenance then = made.provenance();
        Optional<Served> served = catalog.sets().stream()
                .filter(set -> set.id().equals(then.model()))
                .findFirst();
        Shapes.RestoredEdit edit = edit(made);
        return new Shapes.Restored(
                request(then, made.place(), served), edit, served.isPresent(), notes(then, served, edit != null));
    }

    private static Shapes.RestoredRequest request(Provenance then, int place, Optional<Served> served) {
        Provenance.PictureSeed picture = then.pictures().get(place);
        return new Shapes.RestoredRequest(
                then.model(),
                served.map(set -> named(set, then.plan())).orElse(then.plan()),
                picture.label(),
                1,
                picture.seed(),
                then.cfg(),
                then.topK().isEmpty() ? 0 : then.topK().get(0),
                then.topP(),
                then.temperature().isEmpty() ? 1 : then.temperature().get(0),
                then.moreSmooth());
    }

    /** {@return the name of a plan that has one} */
    private static String named(Served set, String text) {
        return set.offers().stream()
                .filter(offer -> offer.text().equals(text))
                .map(Served.Offer::id)
                .findFirst()
                .orElse(text);
    }

    private static Shapes.@Nullable RestoredEdit edit(PictureOrigin.Made made) {
        String source = JobViews.png(made.source().orElse(null));
        String mask = JobViews.png(made.mask().orElse(null));
        Integer softEdge = made.provenance().softEdge();
        return source == null || mask == null
                ? null
                : new Shapes.RestoredEdit(source, mask, softEdge, softEdge == null);
    }

    private static List<String> notes(Provenance then, Optional<Served> served, boolean edits) {
        List<String> notes = new ArrayList<>();
        if (served.isEmpty()) {
            notes.add("this server has no model '" + Values.shown(then.model()) + "'");
        }
        if (!then.version().equals(Program.version())) {
            notes.add("made by version " + Values.shown(then.version()) + ", this is " + Program.version());
        }
        if (then.temperature().size() > 1 || then.topK().size() > 1) {
            notes.add("it was made with values of its own for each scale; the first ones are taken");
        }
        if (then.edited() != null && !edits) {
            notes.add("it was made by editing another picture, which its file does not hold; this draws a whole one");
        }
        if (then.rng() == RandomMode.REFERENCE) {
            notes.add("it was made with --rng reference; here its seed makes another picture");
        }
        return notes;
    }
}
