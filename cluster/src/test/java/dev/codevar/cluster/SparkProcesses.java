package dev.codevar.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A standalone cluster of processes: a master, workers of one core, and drivers; all of them end with this. */
final class SparkProcesses implements AutoCloseable {
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path folder;
    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    SparkProcesses(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        this.home = home(folder.resolve("spark"));
        this.port = freePort();
        start("master", List.of(MASTER, "--host", "127.0.0.1", "--port", String.valueOf(port), "--webui-port", "0"));
        await("the master listens", () -> listens(port));
    }

    /** {@return a folder as Spark's own, with links to the libraries of the tests} */
    private static Path home(Path folder) throws IOException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (Path entry : classPath()) {
            if (Files.isRegularFile(entry)) {
                Files.createSymbolicLink(jars.resolve(entry.getFileName()), entry);
            }
        }
        return folder;
    }

    private static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Starts a worker of one core. */
    Process worker(String name) throws IOException {
        Path work = Files.createDirectories(folder.resolve(name + "-work"));
        return start(
                name,
                List.of(
                        WORKER,
                        "--host",
                        "127.0.0.1",
                        "--webui-port",
                        "0",
                        "--cores",
                        "1",
                        "--memory",
                        "700m",
                        "-d",
                        work.toString(),
                        "spark://127.0.0.1:" + port));
    }

    /** Starts a driver, which prints a JSON object into the file {@code NAME.out}. */
    Process driver(String name, Path job, String... settings) throws IOException {
        List<String> words = new ArrayList<>();
        words.add("-Dspark.master=spark://127.0.0.1:" + port);
        words.add("-Dspark.driver.host=127.0.0.1");
        words.add("-Dspark.executor.memory=512m");
        words.add("-Dspark.executor.extraClassPath=" + folders());
        Stream.of(settings).map(setting -> "-D" + setting).forEach(words::add);
        words.addAll(List.of(ClusterProgram.class.getName(), job.toString(), "--json"));
        return start(name, words);
    }

    /** What no folder of jars can hold. */
    private static String folders() {
        return String.join(
                File.pathSeparator,
                classPath().stream()
                        .filter(Files::isDirectory)
                        .map(Path::toString)
                        .toList());
    }

    private Process start(String name, List<String> words) throws IOException {
        List<String> all = new ArrayList<>();
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
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
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

    /** Waits until something is so. */
    static void await(String what, BooleanSupplier is) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!is.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** Waits until a driver has ended well, and gives what it said. */
    String ended(String name, Process driver) throws IOException, InterruptedException {
        assertThat(driver.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve(name + ".err"))).isEmpty();
        assertThat(driver.exitValue()).isZero();
        return Files.readString(folder.resolve(name + ".out"));
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
