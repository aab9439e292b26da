/** Tests of what a run is, and of the order of its pictures. */
@org.jspecify.annotations.NullMarked
package dev.codevar.sampling.run;
