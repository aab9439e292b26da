/**
 * Evaluations that several machines do at once, as far as they can be said without naming what distributes them: an {@link
 * dev.codevar.evaluation.parts.EvaluateJob} says what is scored, and how.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.parts;
