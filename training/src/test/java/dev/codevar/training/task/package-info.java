/** Tests of what is trained together, and the world that its rooms are tested in. */
@org.jspecify.annotations.NullMarked
package dev.codevar.training.task;
