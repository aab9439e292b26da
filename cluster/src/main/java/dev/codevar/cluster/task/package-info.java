/**
 * What all tasks on executors have in common: a line comes from the driver, a {@link dev.codevar.cluster.task.TaskAnswer} goes back. A
 * {@link dev.codevar.cluster.task.ClusterTask} compares versions first ({@link dev.codevar.cluster.task.DriverVersion}); what a process opens once is {@link
 * dev.codevar.cluster.task.OncePerProcess}. What travels between is text, so that programs of different versions understand each other
 * well enough to say so.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.task;
