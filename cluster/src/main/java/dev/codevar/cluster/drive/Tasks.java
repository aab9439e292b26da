package dev.codevar.cluster.drive;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs one task for each of some texts, and hears the first answer to each. */
final class Tasks {
    /** How Spark writes what was thrown on an executor. */
    private static final Pattern THROWN = Pattern.compile("dev\\.codevar\\.fault\\.\\w+: (.+)");

    private static final Pattern HOST = Pattern.compile("\\(([^ ()]+) executor ([^ ()]+)\\)");

    private Tasks() {}

    /**
     * Runs tasks until all are answered.
     *
     * @param texts what the tasks are of
     * @param task runs on executors: an iterator of one of the texts comes in
     * @param answers hears each answer once, and the place of its text; what it throws ends everything
     */
    static void run(
            SparkContext context,
            List<String> texts,
            AbstractFunction2<TaskContext, Iterator<String>, String> task,
            BiConsumer<Integer, String> answers) {
        ClassTag<String> text = ClassTag$.MODULE$.apply(String.class);
        RDD<String> given =
                context.parallelize(CollectionConverters.asScala(texts).toSeq(), texts.size(), text);
        List<Object> all =
                IntStream.range(0, texts.size()).<Object>mapToObj(i -> i).toList();
        Seq<Object> partitions = CollectionConverters.asScala(all).toSeq();
        context.runJob(
                given,
                task,
                partitions,
                new AbstractFunction2<Object, String, BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(Object index, String answer) {
                        answers.accept((Integer) index, answer);
                        return BoxedUnit.UNIT;
                    }
                },
                text);
    }

    /** {@return what to throw when Spark gave up: one line, as the one who failed said it, and where that was} */
    static RuntimeException failure(Exception failed) {
        String message = String.valueOf(failed.getMessage());
        Matcher thrown = THROWN.matcher(message);
        Matcher host = HOST.matcher(message);
        if (thrown.find() && host.find()) {
            return new CodeVarException(
                    "executor " + host.group(2) + " on " + host.group(1) + ": " + thrown.group(1), failed);
        }
        // What an answer was not good enough for was thrown in this process.
        return Stream.iterate((Throwable) failed, Objects::nonNull, Throwable::getCause)
                .filter(cause -> cause instanceof InvalidInputException || cause instanceof CodeVarException)
                .map(RuntimeException.class::cast)
                .findFirst()
                .orElseGet(() -> new CodeVarException(
                        "Spark: " + message.lines().findFirst().orElse("no reason given"), failed));
    }
}
