/** Tests of the sweep over plans. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.sweep;
