/** Tests of what all tasks have in common. */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.task;
