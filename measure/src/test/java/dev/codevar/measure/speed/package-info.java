/** Tests of benchmarks' arithmetic, reports and charts. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed;
