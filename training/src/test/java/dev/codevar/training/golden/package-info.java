/** Tests of the comparison of training steps with golden data. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.golden;
