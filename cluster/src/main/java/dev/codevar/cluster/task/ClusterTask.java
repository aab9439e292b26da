package dev.codevar.cluster.task;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.InvalidInputException;
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

    private final DriverVersion driver = new DriverVersion();

    /** Where a task is, what it is told, and when it began by {@link System#nanoTime}. */
    public record Here(TaskContext context, String host, String executor, String text, long began) {
        /** {@return this executor} */
        public static Here of(TaskContext context, String text) {
            SparkEnv env = SparkEnv.get();
            return new Here(
                    context, env.blockManager().blockManagerId().host(), env.executorId(), text, System.nanoTime());
        }

        /** {@return what the driver is answered now} */
        public TaskAnswer answer(DriverVersion.Outcome<String> outcome) {
            double seconds = (System.nanoTime() - began) * 1e-9;
            return new TaskAnswer(outcome.result(), outcome.refusal(), host, executor, seconds);
        }

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
        Here here = Here.of(context, texts.next());
        return here.answer(driver.outcome(() -> result(here))).json();
    }

    /**
     * {@return what came out}
     *
     * @throws InvalidInputException or {@link BrokenFileException} if no other attempt would help
     */
    protected abstract String result(Here here);
}
