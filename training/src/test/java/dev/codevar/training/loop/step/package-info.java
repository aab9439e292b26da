/** Tests of a step's means. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.loop.step;
