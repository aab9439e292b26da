/** Results as pictures of lines, for every report that is drawn. */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.chart;
