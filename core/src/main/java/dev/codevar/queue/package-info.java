/**
 * Work of many callers in line for one machine: plain Java that knows no picture. A {@link Job} of a {@link Kind} comes into the
 * {@link JobQueue}; out go {@link Line}s, one kind at a time, of which the one thread that works takes {@link Portion}s.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.queue;
