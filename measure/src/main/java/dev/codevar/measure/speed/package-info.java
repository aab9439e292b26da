/**
 * Whole decodes measured: what was timed, what the machine could do at best, and how both are shown. Running the decodes is
 * the caller's affair.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed;
