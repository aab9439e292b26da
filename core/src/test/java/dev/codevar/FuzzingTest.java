package dev.codevar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Fuzzes every {@link FuzzTest} of this module, each in a JVM of its own and as many at a time as there are cores: a few seconds
 * each in the build, {@code -Dfuzz.seconds} each by hand, only those with {@code -Dfuzz.target} in their name if that is given.
 *
 * <p>A target starts from its seeds, {@code <class>Inputs/<method>} beside it in the resources. What a run leaves lies in
 * {@code target/fuzz/<class>.<method>}: the log, the inputs found worth keeping, and an input that broke something, which
 * becomes a test by moving it to the seeds.
 */
@Tag("slow")
class FuzzingTest {
    private static final int DURATION = Integer.getInteger("fuzz.seconds", 2);
    private static final String WANTED = System.getProperty("fuzz.target", "");

    /** One input that takes longer has hung; the largest picture that is read takes a few seconds on a busy machine. */
    private static final int INPUT_TIMEOUT = 60;

    /** More than the seeds of any target, and fewer than the slowest target gets done. */
    private static final long FEWEST_EXECUTIONS = 50;

    /** So often a target that got less done, on a busy machine, is given twice the time. */
    private static final int DOUBLINGS = 4;

    private static final int TAIL = 40;
    private static final Pattern DONE = Pattern.compile("Done (\\d+) runs");
    private static final Map<Method, Future<Fuzzed>> FUZZED = new LinkedHashMap<>();

    /** What a fuzzer left. */
    private record Fuzzed(Path folder, boolean ended, int exitCode, String output) {
        long executions() {
            Matcher done = DONE.matcher(output);
            assertThat(done.find()).as("what it did%n%s", tail(output)).isTrue();
            return Long.parseLong(done.group(1));
        }
    }

    /** Found by annotation, so that no target can be forgotten. */
    static Stream<Method> targets() {
        return ReflectionSupport.findAllClassesInPackage(FuzzingTest.class.getPackageName(), type -> true, name -> true)
                .stream()
                .flatMap(type ->
                        AnnotationSupport.findAnnotatedMethods(type, FuzzTest.class, HierarchyTraversalMode.TOP_DOWN)
                                .stream())
                .filter(target -> name(target).contains(WANTED))
                .sorted(Comparator.comparing(FuzzingTest::name));
    }

    /** As many at a time as there are cores. */
    @BeforeAll
    static void fuzzAll() {
        ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        targets().forEach(target -> FUZZED.put(target, pool.submit(() -> fuzz(target))));
        pool.shutdown();
    }

    private static Fuzzed fuzz(Method target) throws IOException, InterruptedException {
        int seconds = DURATION;
        Fuzzed fuzzed = fuzz(target, seconds);
        for (int i = 0; i < DOUBLINGS && fuzzed.exitCode() == 0 && fuzzed.executions() <= FEWEST_EXECUTIONS; i++) {
            seconds *= 2;
            fuzzed = fuzz(target, seconds);
        }
        return fuzzed;
    }

    private static Fuzzed fuzz(Method target, int seconds) throws IOException, InterruptedException {
        Path folder = Path.of("target", "fuzz", name(target)).toAbsolutePath();
        Files.createDirectories(folder.resolve("corpus"));
        Path log = folder.resolve("log.txt");

        Process fuzzer = start(target, folder, log, seconds);
        boolean ended;
        try {
            ended = fuzzer.waitFor(seconds + 2L * INPUT_TIMEOUT, SECONDS);
        } finally {
            fuzzer.destroyForcibly();
        }

        // Not readString: an exception's message may have quoted any bytes.
        String output = new String(Files.readAllBytes(log), UTF_8);
        return new Fuzzed(folder, ended, ended ? fuzzer.exitValue() : -1, output);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void nothingIsFound(Method target) throws ExecutionException, InterruptedException {
        Fuzzed fuzzed = Objects.requireNonNull(FUZZED.get(target)).get();
        String output = fuzzed.output();
        assertThat(fuzzed.ended())
                .as("%s ends by itself%n%s", name(target), tail(output))
                .isTrue();
        assertThat(fuzzed.exitCode())
                .as("%s finds nothing; what it found lies in %s%n%s", name(target), fuzzed.folder(), tail(output))
                .isZero();
        System.out.printf("%s: %s executions%n", name(target), fuzzed.executions());
        assertThat(fuzzed.executions()).as("executions").isGreaterThan(FEWEST_EXECUTIONS);
    }

    private static Process start(Method target, Path folder, Path log, int seconds) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx2g",
                        // The second compiler costs more than it gains, and parallel collection a gigabyte.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        Jazzer.class.getName(),
                        "--target_class=" + target.getDeclaringClass().getName(),
                        "--target_method=" + target.getName(),
                        "-max_total_time=" + seconds,
                        "-timeout=" + INPUT_TIMEOUT,
                        "corpus")
                // Jazzer writes its findings to where it runs.
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.start();
    }

    private static String name(Method target) {
        return target.getDeclaringClass().getSimpleName() + "." + target.getName();
    }

    private static String tail(String output) {
        List<String> lines =
                output.lines().filter(line -> !line.startsWith("INFO: ")).toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
    }
}
