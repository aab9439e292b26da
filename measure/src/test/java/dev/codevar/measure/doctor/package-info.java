/** Tests of the examination of a machine. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.doctor;
