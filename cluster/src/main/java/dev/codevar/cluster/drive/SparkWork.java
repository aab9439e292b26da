package dev.codevar.cluster.drive;

import dev.codevar.cluster.task.ClusterTask;
import dev.codevar.cluster.task.TaskAnswer;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/** Spark, started when there is something to do; what fails there is said in one line. */
final class SparkWork implements AutoCloseable {
    private final SparkConf conf;
    private final Counters counters;
    private final Consumer<String> notes;
    private final List<String> files;
    private @Nullable JavaSparkContext context;
    private @Nullable Waiting waiting;

    /**
     * @param conf how to reach the cluster
     * @param counters hear what is done
     * @param notes gets lines for people
     * @param files go to every executor
     */
    SparkWork(SparkConf conf, Counters counters, Consumer<String> notes, List<String> files) {
        this.conf = conf;
        this.counters = counters;
        this.notes = notes;
        this.files = files;
    }

    /**
     * Runs one task for each of some texts, until all are answered.
     *
     * @param answers hears each text's place and what came out; what it throws ends everything
     */
    void run(List<String> texts, ClusterTask task, BiConsumer<Integer, TaskAnswer> answers) {
        call(java -> {
            Tasks.run(java.sc(), texts, task, (place, answer) -> answers.accept(place, TaskAnswer.parse(answer)));
            return true;
        });
    }

    /** {@return what comes of something that uses Spark} */
    <T> T call(Function<JavaSparkContext, T> body) {
        try {
            return body.apply(context());
        } catch (CodeVarException | InvalidInputException e) {
            throw e;
        } catch (Exception e) {
            // Scala declares nothing of what it throws.
            throw Tasks.failure(e);
        }
    }

    private JavaSparkContext context() {
        JavaSparkContext open = context;
        if (open == null) {
            open = new JavaSparkContext(conf);
            context = open;
            open.sc().setLogLevel("OFF");
            open.sc().addSparkListener(counters);
            files.forEach(open.sc()::addFile);
            waiting = new Waiting(counters, notes);
        }
        return open;
    }

    @Override
    public void close() {
        JavaSparkContext open = context;
        context = null;
        if (waiting != null) {
            waiting.close();
        }
        if (open != null) {
            open.close();
        }
    }
}
