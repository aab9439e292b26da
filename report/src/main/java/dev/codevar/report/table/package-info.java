/**
 * Results as text, for every report that is shown on a terminal. Numbers come in; {@link Numbers} gives each as people write it,
 * and {@link TextTable} sets them in columns.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.table;
