package dev.codevar.cluster.task;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.report.provenance.Program;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** A task on an executor, whose program has the driver's version. */
public abstract class ClusterTask extends AbstractFunction2<TaskContext, Iterator<String>, String>
        implements Serializable {
    /** The same in every version: a program that is another says so in words. */
    private static final long serialVersionUID = 1L;

    private final String version = Program.version();

    /** Where a task is, and what it is told. */
    public record Here(TaskContext context, String host, String executor, String text) {
        /** {@return which process of which machine this is, for people} */
        public String by() {
            return executor + " on " + host;
        }

        /** Ends an attempt that is of no more use, as of a task that another attempt has finished. */
        public void requireWanted() {
            if (context.isInterrupted()) {
                throw new TaskKilledException("another attempt has finished");
            }
        }
    }

    /** {@return how this process reaches Hadoop's file systems: as the driver was told} */
    public static Configuration hadoop() {
        return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
    }

    @Override
    public final String apply(TaskContext context, Iterator<String> texts) {
        long begin = System.nanoTime();
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        String executor = SparkEnv.get().executorId();
        String result = null;
        String refusal = null;
        try {
            if (version.equals(Program.version())) {
                result = result(new Here(context, host, executor, texts.next()));
            } else {
                refusal = "it has version " + Program.version() + " of codevar, and the driver " + version;
            }
        } catch (InvalidInputException | BrokenFileException e) {
            refusal = String.valueOf(e.getMessage());
        }
        return new TaskAnswer(result, refusal, host, executor, (System.nanoTime() - begin) * 1e-9).json();
    }

    /**
     * {@return what came out}
     *
     * @throws InvalidInputException or {@link BrokenFileException} if no other attempt would help
     */
    protected abstract String result(Here here);
}
