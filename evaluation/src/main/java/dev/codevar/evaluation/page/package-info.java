/**
 * An evaluation for people and programs: as lines or JSON ({@link EvaluateReport}), or as one HTML page that needs nothing else. An
 * {@link EvaluationReport} comes into {@link ReportPage}: scores, warnings and pictures; the file goes out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.page;
