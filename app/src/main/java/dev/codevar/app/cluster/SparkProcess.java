package dev.codevar.app.cluster;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.IoReason;
import dev.codevar.file.FolderFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another process, which has Spark: what {@code spark-submit} starts, with the same settings.
 *
 * @param place where its classes are
 * @param master the cluster
 * @param settings Spark's
 */
record SparkProcess(SparkPlace place, String master, Map<String, String> settings) {
    private static final String CLASS = "dev.codevar.cluster.ClusterProgram";
    /** A folder is not sent: it lies under the same path on all machines. */
    private static final String EXECUTOR_CLASSES = "spark.executor.extraClassPath";

    private static final String DRIVER_MEMORY = "spark.driver.memory";

    /** What Spark wants of the JDK, as its launcher gives it; and JavaCPP's limits switched off, which see no tensor. */
    private static final List<String> FLAGS = Stream.concat(
                    Stream.of(
                                    "java.lang",
                                    "java.lang.invoke",
                                    "java.lang.reflect",
                                    "java.io",
                                    "java.net",
                                    "java.nio",
                                    "java.util",
                                    "java.util.concurrent",
                                    "java.util.concurrent.atomic",
                                    "sun.nio.ch",
                                    "sun.nio.cs",
                                    "sun.security.action",
                                    "sun.util.calendar")
                            .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED"),
                    Stream.of(
                            "--enable-native-access=ALL-UNNAMED",
                            "-XX:+IgnoreUnrecognizedVMOptions",
                            "-Djava.awt.headless=true",
                            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                            "-Dorg.bytedeco.javacpp.maxbytes=0",
                            "-Dlog4j2.configurationFile=classpath:codevar-log4j2.properties"))
            .toList();

    /**
     * Does a job.
     *
     * @param what sample or evaluate
     * @param job the job
     * @param json whether what is said of it is one JSON object
     * @return the process's exit code
     */
    int run(String what, byte[] job, boolean json) {
        try {
            Path file = Files.createTempFile("codevar-job-", ".json");
            try {
                Files.write(file, job);
                Process process =
                        new ProcessBuilder(words(what, file, json)).inheritIO().start();
                Thread end = new Thread(process::destroy);
                Runtime.getRuntime().addShutdownHook(end);
                int code = process.waitFor();
                Runtime.getRuntime().removeShutdownHook(end);
                return code;
            } finally {
                FolderFiles.delete(file);
            }
        } catch (IOException e) {
            throw new CodeVarException("cannot start Spark: " + IoReason.of(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** {@return the words that start it} */
    List<String> words(String what, Path job, boolean json) {
        List<String> words = new ArrayList<>();
        words.add(place.java().toString());
        words.add("-Xmx" + settings.getOrDefault(DRIVER_MEMORY, "1g"));
        words.addAll(FLAGS);
        words.add("-cp");
        words.add(joined(
                Stream.of(place.spark(), List.of(place.program()), place.libraries())
                        .flatMap(List::stream),
                File.pathSeparator));
        words.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master));
        settings.forEach((key, value) -> words.addAll(List.of("--conf", key + "=" + value)));
        if (!master.startsWith("local")) {
            // Executors get the libraries from the driver, unless somebody put them there.
            words.add("--jars");
            words.add(joined(place.libraries().stream().filter(SparkProcess::isJar), ","));
            List<Path> folders = place.libraries().stream()
                    .filter(library -> !isJar(library))
                    .toList();
            if (!folders.isEmpty()) {
                // The last setting of a name counts: what somebody gave goes before what is needed.
                String classes = joined(
                        Stream.concat(Stream.ofNullable(settings.get(EXECUTOR_CLASSES)), folders.stream()),
                        File.pathSeparator);
                words.addAll(List.of("--conf", EXECUTOR_CLASSES + "=" + classes));
            }
        }
        words.addAll(List.of("--class", CLASS, place.program().toString(), what, job.toString()));
        if (json) {
            words.add("--json");
        }
        return words;
    }

    private static boolean isJar(Path library) {
        return String.valueOf(library.getFileName()).endsWith(".jar");
    }

    private static String joined(Stream<?> paths, String between) {
        return paths.map(Object::toString).collect(Collectors.joining(between));
    }
}
