/** Tests of the search for copies. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.nearest;
