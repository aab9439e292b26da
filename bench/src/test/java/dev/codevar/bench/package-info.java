/** Runs the benchmarks small. */
@org.jspecify.annotations.NullMarked
package dev.codevar.bench;
