/**
 * Records as JSON, for every file, report and line of results. A record comes into {@link Json} and its text goes out; such a text
 * is read back strictly.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.json;
