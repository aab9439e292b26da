/** Markup written element by element, so that a page is well-formed whatever its texts hold. */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.html;
