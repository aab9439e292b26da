/**
 * Markup written element by element, so that a page is well-formed whatever its texts hold. Texts and attributes come into
 * {@link Html}; escaped HTML goes out.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.report.html;
