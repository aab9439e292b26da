/** Tests of evaluations, from files to numbers. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation;
