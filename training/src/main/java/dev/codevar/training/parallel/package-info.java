/** Several processes, on one machine or many, that train together. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.parallel;
