/** Tests of ceilings, and of the work that is held against them. */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.speed.ceiling;
