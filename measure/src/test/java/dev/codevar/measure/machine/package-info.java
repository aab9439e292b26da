/** Tests of what is said of a machine. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.machine;
