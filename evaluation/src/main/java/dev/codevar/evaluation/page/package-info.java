/** An evaluation as one HTML page that needs nothing else. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.page;
