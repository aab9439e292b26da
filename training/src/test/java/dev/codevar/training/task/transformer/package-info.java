/** Tests of VAR, drafter and refiner. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.transformer;
