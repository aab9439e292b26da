/** Results as text, for every report that is shown on a terminal. */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.table;
