/** Tests of found and kept tokens. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task.tokens;
