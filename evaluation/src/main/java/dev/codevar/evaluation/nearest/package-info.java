/**
 * Looks for copies: of every picture the one that is nearest to it of those that a model learnt from. {@link NearestSearch} finds them,
 * {@link NearestReport} says how near they are, beside pictures that no model learnt from, and {@link NearestSheet} shows some.
 */
@NullMarked
package dev.codevar.evaluation.nearest;

import org.jspecify.annotations.NullMarked;
