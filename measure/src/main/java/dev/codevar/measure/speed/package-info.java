/**
 * Whole decodes measured beside what the machine could do at best. {@link Setting}s come into {@link Benchmark}, which draws
 * and times them; with the machine's {@link dev.codevar.measure.speed.ceiling.Ceilings} that makes a {@link BenchReport}, shown
 * as {@link BenchTable} or {@link BenchChart}.
 *
 * <p>To be read in this order:
 *
 * <ol>
 *   <li>{@link Benchmark}: runs each {@link Setting} some times ({@link Repetition}); {@link Timed} is what it took, with its
 *       {@link MemoryUse} and the share of time in Java ({@link JavaShare}).
 *   <li>{@link BenchRun}: a line of results, with {@link Times} and {@link AgainstVar}; {@link BenchReport} has all of them, and
 *       the {@link dev.codevar.measure.machine.Machine machine}.
 *   <li>{@link BenchTable}, {@link BenchChart} and {@link Panels}: how they are shown.
 *   <li>The room inside, {@code ceiling}: the least time that a plan can take. It does not use this one.
 * </ol>
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed;
