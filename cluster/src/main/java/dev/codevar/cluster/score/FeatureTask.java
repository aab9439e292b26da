package dev.codevar.cluster.score;

import dev.codevar.cluster.place.CountedOutput;
import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.cluster.task.Attempt;
import dev.codevar.cluster.task.BlockRange;
import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.GivenDevice;
import dev.codevar.cluster.task.MadePart;
import dev.codevar.cluster.task.OncePerProcess;
import dev.codevar.sampling.parts.AcceptedPart;
import dev.codevar.sampling.parts.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Computes the features of a range of blocks of pictures on an executor, and writes them as rows of little-endian float32. */
public final class FeatureTask extends ClusterTask {
    private static final long serialVersionUID = 1L;

    private final String job;

    public FeatureTask(FeatureJob job) {
        this.job = job.json();
    }

    @Override
    protected String result(Here here) {
        FeatureJob asked = FeatureJob.parse(job);
        BlockRange range = BlockRange.parse(here.text());
        String device = GivenDevice.of(asked.job().device(), here.context());
        try (OncePerProcess<?, FeatureMachine>.Use use = FeatureMachine.of(asked, device)) {
            FeatureMachine machine = use.get();
            OutputFolder out = new OutputFolder(asked.out(), ClusterTask.hadoop());
            long begin = System.nanoTime();
            Part part = new Attempt(out, range, "rows").write(to -> write(machine, range, here, to));
            here.requireWanted();
            return new MadePart(
                            new AcceptedPart(part, machine.maker(), here.by()),
                            range.records(machine.blocks()),
                            (System.nanoTime() - begin) * 1e-9)
                    .json();
        }
    }

    private static List<Long> write(FeatureMachine machine, BlockRange range, Here here, CountedOutput to)
            throws IOException {
        List<Long> checksums = new ArrayList<>();
        for (int block = range.first(); block < range.end(); block++) {
            here.requireWanted();
            List<byte[]> rows = machine.rows(block);
            for (byte[] row : rows) {
                to.write(row);
            }
            checksums.add(Attempt.checksum(rows));
        }
        return checksums;
    }
}
