/** Tests of the comparison of precisions. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.precision;
