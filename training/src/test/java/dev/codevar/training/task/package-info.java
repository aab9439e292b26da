@org.jspecify.annotations.NullMarked
package dev.codevar.training.task;
