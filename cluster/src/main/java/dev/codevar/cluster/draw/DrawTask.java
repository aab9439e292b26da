package dev.codevar.cluster.draw;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.task.BlockRange;
import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.GivenDevice;
import dev.codevar.cluster.task.OncePerProcess;
import dev.codevar.sampling.parts.PartsJob;

/** Draws a range of a run's blocks on an executor, and writes their part under a name that no other attempt has. */
public final class DrawTask extends ClusterTask {
    private static final long serialVersionUID = 1L;

    private final String job;

    public DrawTask(PartsJob job) {
        this.job = job.json();
    }

    @Override
    protected String result(Here here) {
        PartsJob asked = PartsJob.parse(job, "the job");
        String device = GivenDevice.of(asked.run().device(), here.context());
        try (OncePerProcess<?, DrawingMachine>.Use machine = DrawingMachine.of(asked, device)) {
            OutputFolder out = new OutputFolder(asked.out(), ClusterTask.hadoop());
            return new PartWork(asked, machine.get(), out, here)
                    .draw(BlockRange.parse(here.text()))
                    .json();
        }
    }
}
