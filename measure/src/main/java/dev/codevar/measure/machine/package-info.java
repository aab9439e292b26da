/**
 * The machine that this runs on. The operating system's and the JVM's own words come in; a {@link MachineDescription} goes out,
 * without loading anything native, and a {@link Machine} to stand beside measured numbers.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.machine;
