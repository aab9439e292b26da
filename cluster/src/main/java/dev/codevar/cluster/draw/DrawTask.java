package dev.codevar.cluster.draw;

import dev.codevar.cluster.place.OutputFolder;
import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.provenance.Program;
import dev.codevar.sampling.parts.PartsJob;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction2;

/** Draws a range of a run's blocks on an executor, and writes their part under a name that no other attempt has. */
public final class DrawTask extends AbstractFunction2<TaskContext, Iterator<String>, String> implements Serializable {
    /** The same in every version: a program that is another says so in words. */
    private static final long serialVersionUID = 1L;

    private final String version;
    private final String job;

    public DrawTask(PartsJob job) {
        this.version = Program.version();
        this.job = job.json();
    }

    @Override
    public String apply(TaskContext context, Iterator<String> ranges) {
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        String executor = SparkEnv.get().executorId();
        try {
            if (!version.equals(Program.version())) {
                return refused(
                        "it has version " + Program.version() + " of codevar, and the driver " + version,
                        host,
                        executor);
            }
            PartsJob asked = PartsJob.parse(job, "the job");
            try (DrawingMachine machine = DrawingMachine.of(asked, gpu(context))) {
                OutputFolder out =
                        new OutputFolder(asked.out(), SparkHadoopUtil.get().conf());
                PartWork work = new PartWork(asked, machine, out, () -> requireWanted(context));
                return work.draw(BlockRange.parse(ranges.next()), host, executor)
                        .json();
            }
        } catch (InvalidInputException | BrokenFileException e) {
            return refused(String.valueOf(e.getMessage()), host, executor);
        }
    }

    private static String refused(String why, String host, String executor) {
        return TaskAnswer.refused(why, host, executor).json();
    }

    /** Ends an attempt that is of no more use, as of a task that another attempt has finished. */
    private static void requireWanted(TaskContext context) {
        if (context.isInterrupted()) {
            throw new TaskKilledException("another attempt has finished");
        }
    }

    /** {@return the address of the GPU that Spark gave the task; empty if it gave none} */
    private static String gpu(TaskContext context) {
        Map<String, org.apache.spark.resource.ResourceInformation> resources =
                CollectionConverters.asJava(context.resources());
        return resources.containsKey("gpu") ? resources.get("gpu").addresses()[0] : "";
    }
}
