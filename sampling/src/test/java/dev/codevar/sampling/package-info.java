/** Runs of many pictures: what they compute, and that nothing is lost. */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling;
