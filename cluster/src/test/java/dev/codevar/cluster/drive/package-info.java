/** Tests of the driver's side. */
@org.jspecify.annotations.NullMarked
package dev.codevar.cluster.drive;
