package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A standalone cluster of processes: a master, workers of one core, and drivers; all of them end with this. */
final class SparkProcesses implements AutoCloseable {
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path home;
    private final String own;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    SparkProcesses(Path folder) throws IOException, InterruptedException {
        this(folder, LOOPBACK);
    }

    /** @param host the address of the master and of drivers */
    SparkProcesses(Path folder, String host) throws IOException, InterruptedException {
        this.folder = folder;
        this.own = host;
        // Nothing is in it: executors get the class path of the tests.
        this.home = folder.resolve("spark");
        Files.createDirectories(home.resolve("jars"));
        this.port = freePort();
        start(
                "master",
                List.of(),
                host,
                List.of(MASTER, "--host", host, "--port", String.valueOf(port), "--webui-port", "0"));
        await("the master listens", () -> listens(host, port));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Starts a worker of one core.
     *
     * @param host an address of this machine; Spark draws no task twice on one host
     */
    Process worker(String name, String host, String... settings) throws IOException {
        return worker(name, List.of(), host, settings);
    }

    /**
     * As {@link #worker(String, String, String...)}.
     *
     * @param before the words of a command that starts it
     * @param settings of Spark
     */
    Process worker(String name, List<String> before, String host, String... settings) throws IOException {
        Path work = Files.createDirectories(folder.resolve(name + "-work"));
        List<String> words = new ArrayList<>();
        Stream.of(settings).map(setting -> "-D" + setting).forEach(words::add);
        words.addAll(List.of(
                WORKER,
                "--host",
                host,
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "700m",
                "-d",
                work.toString(),
                "spark://" + own + ":" + port));
        return start(name, before, host, words);
    }

    /** Starts a driver, which prints a JSON object into the file {@code NAME.out}. */
    Process driver(String name, String what, Path job, String... settings) throws IOException {
        List<String> words = new ArrayList<>();
        words.add("-Dspark.master=spark://" + own + ":" + port);
        words.add("-Dspark.driver.host=" + own);
        words.add("-Dspark.executor.memory=512m");
        words.add("-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"));
        Stream.of(settings).map(setting -> "-D" + setting).forEach(words::add);
        words.addAll(List.of(ClusterProgram.class.getName(), what, job.toString(), "--json"));
        return start(name, List.of(), own, words);
    }

    private Process start(String name, List<String> before, String host, List<String> words) throws IOException {
        List<String> all = new ArrayList<>(before);
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        all.addAll(List.of(System.getProperty("spark.opens", "").split(" ")));
        all.addAll(List.of("-cp", System.getProperty("java.class.path")));
        all.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", host);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    /** {@return the executors that a worker has started and that still run} */
    static List<ProcessHandle> executors(Process worker) {
        return worker.descendants().filter(ProcessHandle::isAlive).toList();
    }

    /** Sends a signal to a process: STOP freezes it, CONT lets it go on. */
    static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Waits until something is so, which a driver works at. */
    void await(String what, String driver, Process process, BooleanSupplier is)
            throws IOException, InterruptedException {
        await(what, () -> is.getAsBoolean() || !process.isAlive());
        requireQuiet(driver);
    }

    private void requireQuiet(String driver) throws IOException {
        assertThat(Files.readAllLines(folder.resolve(driver + ".err")))
                .allMatch(line -> line.matches("codevar: .+: \\d+ of \\d+ pictures.*"));
    }

    private static void await(String what, BooleanSupplier is) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!is.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** Waits until a driver has ended well, and gives what it said. */
    String ended(String name, Process driver) throws IOException, InterruptedException {
        assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        requireQuiet(name);
        assertThat(driver.exitValue()).isZero();
        return Files.readString(folder.resolve(name + ".out"));
    }

    /** Waits until a driver has failed, and gives the one line that it said of it. */
    String failed(String name, Process driver) throws IOException, InterruptedException {
        assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(driver.exitValue()).isIn(1, 2);
        return assertThat(Files.readAllLines(folder.resolve(name + ".err")))
                .singleElement()
                .actual();
    }

    /** {@return an address of local files that every process understands} */
    static String address(Path folder) {
        return URI.create("file://" + folder.toAbsolutePath()).toString();
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
