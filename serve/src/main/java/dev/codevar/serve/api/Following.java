package dev.codevar.serve.api;

import dev.codevar.report.json.Json;
import dev.codevar.serve.draw.ImageJob;
import dev.codevar.serve.draw.Watcher;
import dev.codevar.serve.http.EventStream;

/** Passes on to one stream what is told of a job. */
record Following(EventStream events) implements Watcher {

    @Override
    public boolean wantsPreviews(ImageJob job, int scale) {
        return job.wish().previews();
    }

    @Override
    public void joined(ImageJob job) {
        events.send("job", Json.line(new Shapes.JobEvent("job", JobViews.joined(job))));
    }

    @Override
    public void queued(ImageJob job, int ahead) {
        events.sendLatest("queued", "queued", Json.line(new Shapes.QueuedEvent("queued", ahead)));
    }

    @Override
    public void started(ImageJob job) {
        events.send("started", Json.line(new Shapes.PlainEvent("started")));
    }

    @Override
    public void scaleDone(ImageJob job, Watcher.ScaleDone done) {
        String json = Json.line(JobViews.scaleDone(job, done));
        if (job.keepsPreviews()) {
            events.send("scale", json);
        } else {
            events.sendLatest(done.first(), "scale", json);
        }
    }

    @Override
    public void ended(ImageJob job) {
        try {
            Shapes.JobShape shape = JobViews.job(job);
            events.send(shape.state(), Json.line(new Shapes.JobEvent(shape.state(), shape)));
        } finally {
            // Else a client would wait for ever where there is no memory for what it is told.
            events.end();
        }
    }
}
