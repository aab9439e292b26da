package dev.codevar.serve.openai;

import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.Watcher;
import dev.codevar.serve.fields.Refusal;
import dev.codevar.serve.http.EventStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Passes on to one stream of events what is told of a job, in the words that OpenAI's libraries read. */
final class Follower implements Watcher {
    private final ImageOrder order;
    private final Answers answers;
    private final int scales;
    private final Supplier<EventStream> opening;
    private @Nullable EventStream events;

    Follower(ImageOrder order, Answers answers, int scales, Supplier<EventStream> opening) {
        this.order = order;
        this.answers = answers;
        this.scales = scales;
        this.opening = opening;
    }

    /** Opened with the first thing that is told: whom the engine refuses gets a plain answer. */
    synchronized EventStream events() {
        if (events == null) {
            events = opening.get();
        }
        return events;
    }

    @Override
    public boolean wantsPreviews(ImageJob job, int scale) {
        return order.shows(scale, scales);
    }

    @Override
    public void queued(ImageJob job, int ahead) {
        events().comment("queue " + ahead);
    }

    @Override
    public void started(ImageJob job) {
        events().comment("drawing");
    }

    @Override
    public void scaleDone(ImageJob job, Watcher.ScaleDone done) {
        if (!order.shows(done.scale(), scales)) {
            return;
        }
        for (int i = 0; i < done.previews().size(); i++) {
            Answers.Partial partial = answers.partial(job, done, i, order.partialIndex(done.scale(), scales));
            events().sendLatest(done.first() + i, partial.type(), Json.lineOfKnown(partial));
        }
    }

    @Override
    public void ended(ImageJob job) {
        try {
            Refusal refusal = job.refusal();
            if (refusal != null) {
                events().sendData(OpenAi.error(refusal));
            } else {
                answers.completed(job).forEach(one -> events().send(one.type(), Json.lineOfKnown(one)));
            }
            events().sendData("[DONE]");
        } finally {
            // Else a client would wait for ever where there is no memory for its answer.
            events().end();
        }
    }
}
