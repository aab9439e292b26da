/**
 * Results as pictures of lines, for every report that is drawn. {@link Panel}s come in, each with its lines and points;
 * {@link ChartSheet} makes one PNG of them.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.chart;
