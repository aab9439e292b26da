package dev.codevar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Rows of the kernels' own tests, run in the process that asks: what they hold with all instructions must hold with fewer. */
final class KernelRows {
    private static final List<String> TESTS = List.of("LinearTest", "HeadAttentionTest", "PictureKernelsTest");

    /** More than any of these tests has. */
    private static final int MOST = 100;

    private KernelRows() {}

    /**
     * Fails if one of them fails.
     *
     * @param first the first row to run, of every test that has several, from 0; of those with fewer, one of the first two
     * @param every how many rows after it the next one comes
     * @return how many were run
     */
    static long run(int first, int every) {
        // Tests with few rows are never left out.
        int[] rows = IntStream.concat(
                        IntStream.of(first % 2), IntStream.iterate(first, row -> row < MOST, row -> row + every))
                .distinct()
                .toArray();
        List<DiscoverySelector> selected =
                TESTS.stream().flatMap(test -> of(test, rows)).toList();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().selectors(selected).build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.err, true, UTF_8));
        assertThat(summary.getTotalFailureCount()).as("rows that fail").isZero();
        return summary.getTestsSucceededCount();
    }

    private static Stream<DiscoverySelector> of(String test, int[] rows) {
        Class<?> type =
                ReflectionSupport.tryToLoadClass("dev.codevar.nn." + test).getOrThrow(IllegalStateException::new);
        return AnnotationSupport.findAnnotatedMethods(type, ParameterizedTest.class, HierarchyTraversalMode.TOP_DOWN)
                .stream()
                .map(method -> selectIteration(selectMethod(type, method), rows));
    }
}
