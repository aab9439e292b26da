package dev.codevar.serve.api;

import dev.codevar.Request;
import dev.codevar.decode.token.Sampling;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.JobState;
import dev.codevar.serve.draw.Served;
import dev.codevar.serve.draw.Watcher;
import dev.codevar.serve.draw.Wish;
import dev.codevar.serve.fields.Refusal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Model sets and jobs as the page sees them. */
final class JobViews {
    private static final String PNG = "data:image/png;base64,";

    private JobViews() {}

    static Shapes.Model model(Served served) {
        Description set = served.description();
        List<Shapes.ClassName> classes = IntStream.range(0, set.classes().size())
                .mapToObj(i -> {
                    List<String> names = List.of(set.classes().get(i).split(", ", -1));
                    return new Shapes.ClassName(i, names.get(0), names);
                })
                .toList();
        Description.Defaults defaults = set.defaults();
        return new Shapes.Model(
                served.id(),
                set.about(),
                served.side(),
                set.scales(),
                classes,
                set.defaultPlan(),
                served.offers(),
                new Shapes.Defaults(defaults.cfg(), defaults.topK(), defaults.topP(), defaults.temperature()));
    }

    /** {@return a job for who joins: as it is, or as it was when it began, if all that happened since is told one by one} */
    static Shapes.JobShape joined(ImageJob job) {
        JobState state = job.state();
        boolean fromItsBeginning = job.keepsPreviews() && state != JobState.QUEUED;
        return fromItsBeginning ? shape(job, JobState.RUNNING, false) : shape(job, state, true);
    }

    static Shapes.JobShape job(ImageJob job) {
        return shape(job, job.state(), true);
    }

    private static Shapes.JobShape shape(ImageJob job, JobState state, boolean withScales) {
        Wish wish = job.wish();
        PlanSpec plan = wish.request().plan();
        Refusal refusal = job.refusal();
        List<Shapes.ScaleShape> scales = new ArrayList<>();
        Map<Integer, Double> seconds = withScales ? job.times().ofScales() : Map.of();
        seconds.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> scales.add(scale(wish, entry.getKey(), entry.getValue())));
        return new Shapes.JobShape(
                job.id(),
                state.name().toLowerCase(Locale.ROOT),
                state == JobState.QUEUED ? job.ahead() : null,
                request(wish),
                Served.stages(plan),
                scales,
                state == JobState.DONE ? pictures(job) : List.of(),
                state.ended()
                        ? new Shapes.Timings(
                                job.times().queued(), job.times().drawn(), job.pictureSeconds(), job.together())
                        : null,
                refusal == null || !state.ended() ? null : refusal.text());
    }

    private static Shapes.ScaleShape scale(Wish wish, int scale, double seconds) {
        int stage = stage(wish.request().plan(), scale);
        return new Shapes.ScaleShape(scale, side(wish, scale), stage, role(wish, stage), seconds);
    }

    private static int stage(PlanSpec plan, int scale) {
        return (int)
                plan.parts().stream().filter(part -> part.range().to() <= scale).count();
    }

    private static int side(Wish wish, int scale) {
        return wish.served().code().pyramid(wish.request().plan()).side(scale);
    }

    private static String role(Wish wish, int stage) {
        return wish.request().plan().parts().get(stage).role();
    }

    private static Shapes.RequestShape request(Wish wish) {
        Request request = wish.request();
        Sampling sampling = wish.first().sampling();
        ModelSet set = wish.served().code().models();
        return new Shapes.RequestShape(
                wish.served().id(),
                wish.plan(),
                wish.labels().stream()
                        .distinct()
                        .map(label -> new Shapes.ClassRef(label, set.className(label)))
                        .toList(),
                request.items().size(),
                wish.first().seed(),
                sampling.cfg(),
                sampling.topK().get(0),
                sampling.topP(),
                sampling.temperature().get(0),
                request.moreSmooth(),
                wish.previews(),
                wish.edit() != null);
    }

    private static List<Shapes.PictureShape> pictures(ImageJob job) {
        Wish wish = job.wish();
        ModelSet set = wish.served().code().models();
        return IntStream.range(0, job.pictures().size())
                .mapToObj(i -> {
                    Request.Item item = wish.request().items().get(i);
                    return new Shapes.PictureShape(
                            i,
                            item.label(),
                            set.className(item.label()),
                            item.seed(),
                            "api/jobs/" + job.id() + "/pictures/" + i);
                })
                .toList();
    }

    static Shapes.ScaleEvent scaleDone(ImageJob job, Watcher.ScaleDone done) {
        List<Shapes.Preview> previews = IntStream.range(0, done.previews().size())
                .mapToObj(i ->
                        new Shapes.Preview(done.first() + i, png(done.previews().get(i))))
                .toList();
        return new Shapes.ScaleEvent(
                "scale",
                done.scale(),
                side(job.wish(), done.scale()),
                done.stage(),
                role(job.wish(), done.stage()),
                done.seconds(),
                done.first(),
                previews);
    }

    /** {@return a PNG file as an address that holds it} */
    static String png(byte[] file) {
        return PNG + Base64.getEncoder().encodeToString(file);
    }

    /** {@return base64 of a PNG file as an address that holds it, or null} */
    static @Nullable String png(@Nullable String base64) {
        return base64 == null ? null : PNG + base64;
    }
}
