/**
 * Whole decodes measured beside what the machine could do at best. {@link Setting}s come into {@link Benchmark}, which draws and
 * times them; with the machine's {@link Ceilings} that makes a {@link BenchReport}, shown as {@link BenchTable} or
 * {@link BenchChart}.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Benchmark}: runs each {@link Setting} some times ({@link Repetition}); {@link Timed} is what it took, with its
 *       {@link Load} of pictures, its {@link MemoryUse}, and the share of time in Java ({@link JavaShare}).
 *   <li>{@link Ceilings}: what the machine can do, by {@link CeilingMeter} and {@link ProductMeter}; {@link CeilingsAround} takes
 *       them before and after.
 *   <li>{@link Work} and {@link Bound}: what a plan has to compute, and the least time for it at those ceilings.
 *   <li>{@link BenchRun}: a line of results, with {@link Times} and {@link AgainstVar}; {@link BenchReport} has all of them, and
 *       the {@link dev.codevar.measure.machine.Machine machine}.
 *   <li>{@link BenchTable}, {@link BenchChart} and {@link Panels}: how they are shown.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed;
