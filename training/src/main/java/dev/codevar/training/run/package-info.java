/** Whole trainings: from a configuration and pictures to weights that a model set is made of. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.run;
