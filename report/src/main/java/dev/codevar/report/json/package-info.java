/** Records as JSON, for every file, report and line of results. */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.json;
